import { containerFacts } from "../read/facts";
import { parseUrn } from "../read/urn";
import type { ResourceChange } from "./resource";
import { types } from "./types";
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

const parts: readonly string[] = ["farm", "router", "gate", "keeper", "issuer"] satisfies UnitKind[];

/** Sorts containers, and what belongs to them, by what they are for. */
export function groupUnits(resources: readonly ResourceChange[]): Group[] {
  const services = new Set(
    resources.flatMap(({ urn, type, parent }) =>
      type === types.service ? [urn] : parent && typeOf(parent) === types.service ? [parent] : [],
    ),
  );
  const others = resources.filter(
    ({ type, parent }) => type === types.container && !services.has(parent ?? ""),
  );
  return [
    ...[...services].map((urn) => serviceGroup(urn, resources)),
    ...others.map((container) => singleGroup(container, resources)),
  ];
}

const typeOf = (urn: string): string | undefined => parseUrn(urn)?.type;

function serviceGroup(urn: string, resources: readonly ResourceChange[]): Group {
  const own = resources.filter(({ parent }) => parent === urn);
  return {
    kind: "service",
    name: parseUrn(urn)?.name ?? urn,
    component: resources.find((one) => one.urn === urn),
    containers: own.filter(({ type }) => type === types.container),
    volumes: own.filter(({ type }) => type === types.volume),
    commands: own.filter(({ type }) => type === types.command),
  };
}

/** A proxy or what helps one, or a container of somebody who does without Homeport's components. */
function singleGroup(container: ResourceChange, resources: readonly ResourceChange[]): Group {
  const { component = "" } = containerFacts(container.after ?? container.before);
  const isPart =
    parts.includes(component) &&
    [types.farm, types.router].some((type) => type === typeOf(container.parent ?? ""));
  const name = container.name.replace(/-(haproxy|traefik)$/, "");
  return {
    kind: isPart ? (component as UnitKind) : "container",
    name: isPart ? name : container.name,
    containers: [container],
    volumes: [],
    commands: resources.filter(
      ({ type, parent, name: command }) =>
        type === types.command && parent === container.parent && command === `${name}-config`,
    ),
  };
}
