import { byCode } from "../../../components/shared/order";
import {
  believed,
  type ContainerFacts,
  containerFacts,
  gapSeconds,
  openPaths,
  serviceDomains,
  signIns,
} from "../read/facts";
import { dataOf, movedData } from "./data";
import { type Group, groupUnits } from "./group";
import { hostOf } from "./hosts";
import type { ResourceChange } from "./resource";
import { type Change, type UnitChange, type UnitKind, type Way, ways } from "./unit";
import { volumeChange } from "./volume";

/** What a note shows under a name of its own. */
const told = ["image", "memory", "memorySwap", "ports", "labels"];

const kinds: readonly UnitKind[] = [
  ...([
    "application",
    "service",
    "job",
    "container",
    "farm",
    "port",
    "gate",
    "router",
    "hairpin",
    "issuer",
    "keeper",
    "door",
  ] as const),
];

/** Everything that an update does to containers, services first. */
export const unitChanges = (resources: readonly ResourceChange[]): UnitChange[] =>
  groupUnits(resources)
    .flatMap((group) => changeOf(group, resources) ?? [])
    .sort((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || byCode(a.name, b.name));

function changeOf(group: Group, resources: readonly ResourceChange[]): UnitChange | undefined {
  const { kind, name, component, containers } = group;
  const volumes = group.volumes.map((volume) => ({
    name: volume.name.replace(`${name}-volume-`, ""),
    change: volumeChange(volume, resources),
  }));
  const data = dataOf(component, volumes);
  const way = wayOf(group, data);
  if (!way) return undefined;
  const existed = containers.filter(({ action }) => action !== "create");
  const exist = containers.filter(({ action }) => action !== "delete");
  const [old, now] = [existed[0], exist.findLast(({ action }) => action !== "same") ?? exist[0]];
  const after = containerFacts(now?.after);
  const before = old ? containerFacts(old.before) : after;
  return {
    kind,
    name,
    change: way === "new" ? "added" : way === "removed" ? "removed" : "changed",
    way,
    containers: { before: existed.length, after: exist.length },
    domains: { before: serviceDomains(component?.before), after: serviceDomains(component?.after) },
    openPaths: { before: openPaths(component?.before), after: openPaths(component?.after) },
    signIns: { before: signIns(component?.before), after: signIns(component?.after) },
    ...facts(before, after),
    host: { before: hostOf(old?.before), after: hostOf(now?.after) },
    hosts: {
      before: hostsOf(existed.map((one) => one.before)),
      after: hostsOf(exist.map((one) => one.after)),
    },
    volumes,
    data,
    believed: { before: believed(component?.before), after: believed(component?.after) },
    gapSeconds: gapSeconds(component?.after),
    // A volume that comes or goes is told by its name.
    others: otherProperties(containers).filter(
      (property) => property !== "volumes" || volumes.every(({ change }) => change === "kept"),
    ),
  };
}

const hostsOf = (states: readonly ResourceChange["after"][]): string[] =>
  [...new Set(states.flatMap((state) => hostOf(state) ?? []))].sort();

function facts(
  before: ContainerFacts,
  after: ContainerFacts,
): Pick<UnitChange, "image" | "memory" | "ports"> {
  const pair = <K extends keyof ContainerFacts>(key: K): Change<ContainerFacts[K]> => ({
    before: before[key],
    after: after[key],
  });
  return { image: pair("image"), memory: pair("memory"), ports: pair("ports") };
}

/** The hardest of all that happens to a group's containers; nothing where nothing does. */
function wayOf(
  { component, containers, volumes, commands }: Group,
  data: UnitChange["data"],
): Way | undefined {
  const all = [component, ...containers, ...volumes].filter((one) => one !== undefined);
  const whole = containers.length > 0 ? containers : all;
  if (whole.every(({ action, missing }) => action === "create" && !missing)) return "new";
  if (whole.every(({ action }) => action === "delete")) return "removed";
  const found = containers.flatMap((container) => containerWay(container) ?? []);
  // A command changes too with the way to a proxy; the proxy's configuration is what the command reads.
  const configured = commands.some(({ properties }) => properties.includes("stdin"));
  const otherData = volumes.some(({ action }) => action !== "same") || movedData(data).length > 0;
  if (configured || otherData) found.push("reload");
  return ways.find((way) => found.includes(way));
}

function containerWay(container: ResourceChange): Way | undefined {
  const { action, missing, order, before, after } = container;
  switch (action) {
    case "create":
      return missing ? "restored" : "scaled";
    case "delete":
      return "scaled";
    case "update":
      return "in-place";
    case "same":
      return undefined;
    case "replace":
      return hostOf(before) === hostOf(after) ? (order ?? labelled(container)) : "moved";
  }
}

/** Without the engine's word for it: a label tells the order, and two containers cannot hold one port. */
function labelled({ after }: ResourceChange): Way {
  const { deploys, ports } = containerFacts(after);
  return deploys ?? (ports.length > 0 ? "stop-first" : "replaced");
}

const otherProperties = (containers: readonly ResourceChange[]): string[] =>
  [...new Set(containers.flatMap(({ properties }) => properties))]
    .filter((property) => !told.includes(property))
    .sort();
