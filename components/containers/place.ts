import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../network/environmentNetwork";

/** Where containers are, and what they belong to. */
export interface ContainerPlace {
  /** The network of the environment. */
  readonly network: EnvironmentNetwork;
  /** Where their arguments stand, as messages name it: `blog`. */
  readonly path: string;
  /** What their label says that they belong to. */
  readonly component: string;
  /** What the names of their resources begin with. */
  readonly name: string;
  /** Options of a resource that they have beside them, by what it is to them: parent and aliases, and no provider. */
  readonly options: (role: string) => pulumi.CustomResourceOptions;
}

/** Where the data of a container are: a volume by its engine's name, or a directory of the host. */
export type Source = { readonly volume: pulumi.Input<string> } | { readonly directory: pulumi.Input<string> };

/** Data that containers see at a path. */
export type Mounted = Source & {
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
};

/** By which an engine tells such data. */
export const nameOf = (source: Source): pulumi.Output<string> =>
  pulumi.output("volume" in source ? source.volume : source.directory);
