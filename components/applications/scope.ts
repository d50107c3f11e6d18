import type * as pulumi from "@pulumi/pulumi";
import type { Server } from "../databases/server";
import type { TraefikRouter } from "../router/component";
import type { ApplicationArgs } from "./args";
import type { MadePlaces } from "./places";

/** What the containers and jobs of one application have in common. */
export interface Scope {
  readonly application: string;
  readonly args: ApplicationArgs;
  readonly router: TraefikRouter;
  readonly parent: pulumi.Resource;
  /** The engine's name of the network that they have for themselves. */
  readonly network: pulumi.Output<string>;
  readonly places: MadePlaces;
  /** Those of its containers that are servers of databases. */
  readonly servers: ReadonlyMap<string, Server>;
  /** Shell function `may_start`. */
  readonly mayStart: pulumi.Output<string>;
}

/** What labels call a container or a job of an application: no service has such a name. */
export const componentOf = ({ application }: Pick<Scope, "application">, name: string): string =>
  `${application}/${name}`;

/** The labels of all that an application has. */
export const componentsOf = (scope: Pick<Scope, "application" | "args">): string[] =>
  [...Object.keys(scope.args.containers), ...Object.keys(scope.args.jobs ?? {})].map((name) =>
    componentOf(scope, name),
  );

/** What its resources' names begin with; farm and router know it by this name. */
export const resourceNameOf = ({ application }: Pick<Scope, "application">, name: string): string =>
  `${application}-${name}`;

/** Where a container stands among an application's arguments, as an error names it. */
export const pathOf = ({ application }: Scope, key: string): string => `${application}.containers.${key}`;
