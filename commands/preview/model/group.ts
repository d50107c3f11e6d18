import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import { containerFacts } from "../read/facts";
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
  const others = members.filter((one) => one.type === types.container && !isService(ownerOf(one)));
  return [
    ...services.map((urn) => serviceGroup(urn, components.get(urn), children.get(urn) ?? [])),
    ...others.map((container) => singleGroup(container, children.get(container.parent ?? "") ?? [])),
  ];
}

const typeOf = (urn: string): string | undefined => parseUrn(urn)?.type;

function serviceGroup(
  urn: string,
  component: ResourceChange | undefined,
  own: readonly ResourceChange[],
): Group {
  return {
    kind: "service",
    name: parseUrn(urn)?.name ?? urn,
    component,
    containers: own.filter(({ type }) => type === types.container),
    volumes: own.filter(({ type }) => type === types.volume),
    commands: own.filter(({ type }) => type === types.command),
  };
}

/** A proxy or what helps one, or a container of somebody who does without Homeport's components. */
function singleGroup(container: ResourceChange, siblings: readonly ResourceChange[]): Group {
  // Of hairpins, each has a number: the two of a network are exchanged one after the other.
  const component =
    containerFacts(container.after ?? container.before).component?.replace(/^(hairpin)-\d$/, "$1") ?? "";
  const isPart =
    parts.includes(component) &&
    [types.farm, types.router].some((type) => type === typeOf(container.parent ?? ""));
  const name = container.name.replace(/-(haproxy|traefik)$/, "");
  return {
    kind: isPart ? (component as UnitKind) : "container",
    name: isPart ? name : container.name,
    containers: [container],
    volumes: [],
    commands: siblings.filter(
      ({ type, name: command }) => type === types.command && command === `${name}-config`,
    ),
  };
}
