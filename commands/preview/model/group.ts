import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import { containerFacts, places } from "../read/facts";
import { isService, ownersIn } from "./owner";
import type { ResourceChange } from "./resource";
import type { UnitKind } from "./unit";

/** The resources of one unit. */
export interface Group {
  readonly kind: UnitKind;
  readonly name: string;
  /** The component itself, where it is shown. */
  readonly component?: ResourceChange;
  readonly containers: readonly ResourceChange[];
  readonly volumes: readonly ResourceChange[];
  /** What gives a proxy its configuration. */
  readonly commands: readonly ResourceChange[];
}

const parts: readonly string[] = [
  "farm",
  "port",
  "router",
  "gate",
  "hairpin",
  "keeper",
  "issuer",
  "door",
] satisfies UnitKind[];

/** Sorts containers, and what belongs to them, by what they are for. */
export function groupUnits(resources: readonly ResourceChange[]): Group[] {
  const ownerOf = ownersIn(resources);
  const members = resources.filter(({ type }) => type !== types.part);
  const children = new Map<string, ResourceChange[]>();
  for (const resource of members) {
    const owner = ownerOf(resource);
    const siblings = children.get(owner);
    if (siblings) siblings.push(resource);
    else children.set(owner, [resource]);
  }
  // A preview of the changes alone leaves out the components that stay as they are.
  const components = new Map(members.map((one) => [one.urn, one]));
  const services = [...new Set([...components.keys(), ...children.keys()])].filter(isService);
  const jobs = members.filter(isJob);
  const others = members.filter(
    (one) => one.type === types.container && !isJob(one) && !isService(ownerOf(one)),
  );
  return [
    ...services
      .map((urn) => serviceGroup(urn, components.get(urn), children.get(urn) ?? []))
      // An application's containers stand for themselves; its data are its own.
      .filter((group) => group.kind !== "application" || hasData(group)),
    ...jobs.map(jobGroup),
    ...others.map((container) => {
      const { parent = "" } = container;
      return singleGroup(container, children.get(parent) ?? [], components.get(parent));
    }),
  ];
}

const hasData = ({ component, volumes }: Group): boolean =>
  volumes.length > 0 ||
  [component?.before, component?.after].some((state) => Object.keys(places(state)).length > 0);

const isJob = (one: ResourceChange): boolean =>
  one.type === types.container && containerFacts(one.after ?? one.before).job !== undefined;

const jobGroup = (container: ResourceChange): Group => ({
  kind: "job",
  name: partName(container) ?? container.name,
  containers: [container],
  volumes: [],
  commands: [],
});

/** What labels call a container or a job of an application: by both names. */
export const partName = (container: ResourceChange | undefined): string | undefined => {
  const { component } = containerFacts(container?.after ?? container?.before);
  return component !== undefined && /^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/.test(component)
    ? component
    : undefined;
};

const typeOf = (urn: string): string | undefined => parseUrn(urn)?.type;

function serviceGroup(
  urn: string,
  component: ResourceChange | undefined,
  own: readonly ResourceChange[],
): Group & { readonly urn: string } {
  const containers = own.filter((one) => one.type === types.container && !isJob(one));
  return {
    kind: typeOf(urn) === types.application ? "application" : "service",
    urn,
    name: (typeOf(urn) === types.member && partName(containers[0])) || (parseUrn(urn)?.name ?? urn),
    component,
    containers,
    volumes: own.filter(({ type }) => type === types.volume),
    commands: own.filter(({ type }) => type === types.command),
  };
}

/** A proxy or what helps one, or a container of somebody who does without Homeport's components. */
function singleGroup(
  container: ResourceChange,
  siblings: readonly ResourceChange[],
  parent: ResourceChange | undefined,
): Group {
  // Of hairpins, each has a number: the two of a network are exchanged one after the other.
  const component =
    containerFacts(container.after ?? container.before).component?.replace(
      /^(?:(hairpin)-\d|(port)-.*)$/,
      "$1$2",
    ) ?? "";
  const isPart =
    parts.includes(component) &&
    [types.farm, types.router, types.port].some((type) => type === typeOf(container.parent ?? ""));
  const name = container.name.replace(/-(haproxy|traefik)$/, "");
  return {
    kind: isPart ? (component as UnitKind) : "container",
    name: isPart ? name : container.name,
    component: isPart && component === "farm" ? parent : undefined,
    containers: [container],
    volumes: [],
    commands: siblings.filter(
      ({ type, name: command }) => type === types.command && command === `${name}-config`,
    ),
  };
}
