import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { commandLine, quote } from "../../shared/shell";

/**
 * What all containers are that cannot be told from one another but by their age: a service on one host, a farm, a
 * gate. Containers that an update has left behind, and that no state knows, are found by it.
 */
export interface Thing {
  readonly project: string;
  readonly environment: string;
  readonly component: string;
  /** Services have names of their own choice, which may be `farm` too. */
  readonly isService: boolean;
  /** The engine's name of the network. */
  readonly network: string;
  /** Volumes to which one of them alone may write. Labels and networks change with a program, these do not. */
  readonly volumes: readonly string[];
  /**
   * The application that it is a part of, whose parts share their volumes.
   * @default it stands for itself
   */
  readonly application?: WholeOfParts;
}

/** What several things are parts of. */
export interface WholeOfParts {
  readonly name: string;
  /** The labels of all its parts, of which none takes the place of another; one that is not among them has left. */
  readonly components: readonly string[];
}

/** Names a thing by what its containers have in common. */
export const thingOn = (
  { environment, networkName }: EnvironmentNetwork,
  component: string,
  volumes: readonly pulumi.Output<string>[],
  isService = false,
): pulumi.Output<Thing> =>
  pulumi.all([networkName, pulumi.all([...volumes])]).apply(([network, own]) => ({
    project: pulumi.getProject(),
    environment,
    component,
    isService,
    network,
    volumes: own,
  }));

const label = (name: string): string => `{{.Label "homeport.${name}"}}`;

const told = [
  "{{.Names}}",
  "{{.State}}",
  ...["component", "project", "environment", "deploys"].map(label),
  "{{.Networks}}",
  "{{.Mounts}}",
];

/**
 * Renders the shell function `others`: name and state of each container of a thing but the declared ones, one a line.
 * It fails where the engine does not answer: nobody would be found then.
 */
export const othersFunction = (thing: Thing, declared: readonly string[]): string => `others() {
  seen=$(docker ps --all --no-trunc --filter ${quote(labelOf(thing))} --format '${[...told, ...(thing.application ? [label("application")] : [])].join("|")}') || return
  printf '%s\\n' "$seen" | ${commandLine("awk", "-F|", ...variables(thing, declared), thing.application ? searchParts : search)}
}`;

/** What has a volume of the thing may be called otherwise. */
const labelOf = ({ component, volumes, application }: Thing): string => {
  if (application) return `label=homeport.application=${application.name}`;
  return volumes.length > 0 ? "label=homeport.component" : `label=homeport.component=${component}`;
};

const variables = (thing: Thing, declared: readonly string[]): string[] =>
  Object.entries({
    declared: declared.join(","),
    component: thing.component,
    project: thing.project,
    environment: thing.environment,
    service: thing.isService ? 1 : 0,
    network: thing.network,
    volumes: thing.volumes.join(","),
    ...(thing.application
      ? { application: thing.application.name, parts: thing.application.components.join(",") }
      : {}),
  }).flatMap(([name, value]) => ["-v", `${name}=${value}`]);

const functions = `function among(list, one) { return index("," list ",", "," one ",") > 0 }
function shares(n, i, all) { n = split(volumes, all, ","); for (i = 1; i <= n; i++) if (among($8, all[i])) return 1; return 0 }`;

// A service's volume tells it also under another name, as after a rename.
const search = `${functions}
$1 == "" || among(declared, $1) || ($6 != "") != service { next }
($3 == component && $4 == project && $5 == environment && among($7, network)) || ((service || $3 == component) && shares()) { print $1, $2 }`;

// A part under another name has left the application, and what it wrote to has not.
const searchParts = `${functions}
$1 == "" || among(declared, $1) || $9 != application || $4 != project || $5 != environment { next }
($3 == component && (among($7, network) || shares())) || (!among(parts, $3) && shares()) { print $1, $2 }`;
