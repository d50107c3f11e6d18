import { count } from "../../shared/count";
import { movedData, type Where } from "../model/data";
import { signInChanges } from "../model/signIns";
import type { Change, UnitChange } from "../model/unit";
import { believesOthers } from "../model/warning";
import type { Believed, Port } from "../read/facts";
import { code, list } from "./markdown";
import { image, imageChange, memory, port } from "./values";

/** What changes about a unit, in a table's cell. */
export function whatChanges(unit: UnitChange, complete: boolean): string {
  const facts = { added: newcomer, changed: changes, removed: leaver }[unit.change](unit, complete);
  return facts.join("; ") || "configuration";
}

const newcomer = ({
  kind,
  containers,
  image: { after },
  memory: limit,
  hosts,
  domains,
  ports,
  volumes,
  data,
  believed,
  signIns,
}: UnitChange) => [
  ...(kind === "application"
    ? []
    : [`${containers.after > 1 ? `${containers.after} × ` : ""}${after ? image(after) : "an image"}`]),
  ...(limit.after ? [`${memory(limit.after)}${containers.after > 1 ? " each" : ""}`] : []),
  ...(hosts.after.length > 1 ? [`on ${list(hosts.after.map(code))}`] : []),
  ...(domains.after.length > 0 ? [domains.after.map(code).join(", ")] : []),
  ...changedSignIns({ signIns: { before: {}, after: signIns.after } }),
  ...(ports.after.length > 0 ? [`ports ${ports.after.map(port).join(", ")}`] : []),
  ...volumes.map(({ name }) => `volume ${code(name)}`),
  ...Object.entries(data.after)
    .filter(([, { kind: place }]) => place !== "own")
    .map(([name, place]) => `data ${code(name)} in ${where(place)}`),
  ...(believed.after ? [believes(believed.after)] : []),
];

const leaver = ({ kind, containers, domains, volumes }: UnitChange) => [
  ...(domains.before.length > 0 ? [domains.before.map(code).join(", ")] : []),
  ...(kind === "application" ? [] : [count(containers.before, "container")]),
  ...goingVolumes(volumes),
];

const changes = (unit: UnitChange, complete: boolean): string[] => [
  ...changedImage(unit.image),
  ...changedContainers(unit, complete),
  ...(unit.way === "scaled" ? changedList("on ", unit.hosts) : []),
  ...changedMemory(unit.memory),
  ...changedList("", unit.domains),
  ...changedList("without a password: ", unit.openPaths),
  ...changedSignIns(unit),
  ...changedPorts(unit.ports),
  ...movedData(unit.data).map(
    ({ name, before, after }) => `data of ${code(name)}: ${where(before)} → ${where(after)}`,
  ),
  ...changedBelief(unit),
  ...goingVolumes(unit.volumes),
  ...unit.volumes.filter(({ change }) => change === "added").map(({ name }) => `new volume ${code(name)}`),
  ...unit.others.map((property) => words[property] ?? code(property)),
];

/** Where data are, as a person says it. */
export function where(place: Where): string {
  if (place.kind === "own") return "a volume of its own";
  return place.name === undefined ? `another ${place.kind}` : `${place.kind} ${code(place.name)}`;
}

/** Whom a farm believes who a visitor is. */
export const believes = ({ addresses, by }: Believed): string =>
  `believes ${addresses.map(code).join(", ") || "addresses"} by ${code(by)}`;

const changedBelief = (unit: UnitChange): string[] => {
  if (!believesOthers(unit)) return [];
  const { after } = unit.believed;
  return [after ? believes(after) : "believes nobody any more who a visitor is"];
};

/** Who says who gets in. */
const changedSignIns = (unit: Pick<UnitChange, "signIns">): string[] =>
  signInChanges(unit).map(({ port: at, before, after }) => {
    const asked = after === undefined ? `no longer ${code(before ?? "")}` : code(after);
    return `${at === undefined ? "" : `${code(at)} `}asks ${asked} who gets in`;
  });

const goingVolumes = (volumes: UnitChange["volumes"]): string[] =>
  volumes.flatMap(({ name, change }) => {
    if (change === "lost") return [`**volume ${code(name)} deleted**`];
    return change === "left" ? [`without volume ${code(name)}, whose data stay`] : [];
  });

/** Properties of containers that have a better name. */
const words: Readonly<Record<string, string>> = {
  capabilities: "capabilities",
  command: "arguments",
  cpus: "processors",
  entrypoints: "entry point",
  envs: "environment values",
  healthcheck: "health check",
  hosts: "addresses of its own",
  logDriver: "logging",
  memoryReservation: "reserved memory",
  mounts: "mounted directories and files",
  networksAdvanced: "network",
  readOnly: "read-only files",
  stopSignal: "stop signal",
  stopTimeout: "time to end",
  tmpfs: "temporary files",
  ulimits: "process limits",
  user: "user",
  volumes: "mounted volumes",
};

const changedImage = ({ before, after }: UnitChange["image"]): string[] =>
  before && after && before !== after ? [`image ${imageChange(before, after)}`] : [];

function changedContainers({ containers: { before, after }, way }: UnitChange, complete: boolean): string[] {
  if (way === "restored") return ["missing on its host"];
  if (before === after) return [];
  if (complete) return [`containers ${before} → ${after}`];
  return [count(Math.abs(after - before), "container") + (after > before ? " more" : " fewer")];
}

const changedMemory = ({ before, after }: UnitChange["memory"]): string[] =>
  before === after ? [] : [`memory ${limit(before)} → ${limit(after)}`];

const limit = (mebibytes: number | undefined): string =>
  mebibytes === undefined ? "no limit" : memory(mebibytes);

function changedList(title: string, { before, after }: Change<readonly string[]>): string[] {
  const added = after.filter((one) => !before.includes(one)).map((one) => `+ ${code(one)}`);
  const gone = before.filter((one) => !after.includes(one)).map((one) => `− ${code(one)}`);
  return added.length + gone.length > 0 ? [`${title}${[...added, ...gone].join(", ")}`] : [];
}

/** By the port inside the container, which says what a published one is for. */
function changedPorts({ before, after }: Change<readonly Port[]>): string[] {
  const inside = [...new Set([...before, ...after].map(({ internal }) => internal))];
  const moves = inside.flatMap((at) => {
    const [old, now] = [before, after].map((ports) =>
      ports
        .filter(({ internal }) => internal === at)
        .map(port)
        .join(", "),
    );
    return old === now ? [] : [`${old || "none"} → ${now || "none"}`];
  });
  return moves.length > 0 ? [`ports ${moves.join(", ")}`] : [];
}
