/** A port of a machine that a container holds. */
export interface HeldPort {
  /** `0.0.0.0` and `::` stand for every address. */
  readonly address: string;
  readonly port: number;
  /** @default TCP */
  readonly protocol?: "udp";
}

/** A container that an engine has, whatever it does. */
export interface EngineContainer {
  readonly name: string;
  /** As the engine calls it: `running`, `exited`, `restarting`, … */
  readonly state: string;
  /** In the engine's words, with the exit status of one that has ended. */
  readonly status: string;
  readonly networks: readonly string[];
  readonly ports: readonly HeldPort[];
  /** Volumes by name, and directories of the machine. */
  readonly mounts: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** Since when it does not run because its environment was put to sleep. @default it was not, or runs nevertheless */
  readonly asleep?: string;
}

/** Whether a container runs, or will when its environment is woken. */
export const isInUse = ({ state, asleep }: Pick<EngineContainer, "state" | "asleep">): boolean =>
  state === "running" || asleep !== undefined;

/** A volume that an engine has. */
export interface EngineVolume {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

const rows = (text: string): string[][] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => line.split("\t"));

/** Reads the survey's list of containers. */
export const parseContainers = (text: string): EngineContainer[] =>
  rows(text).map(
    ([name = "", state = "", status = "", networks = "", ports = "", mounts = "", labels = ""]) => ({
      name,
      state,
      status,
      networks: networks.split(",").filter(Boolean),
      ports: ports.split(", ").flatMap(parsePorts),
      mounts: mounts.split(",").filter(Boolean),
      labels: parseLabels(labels),
    }),
  );

/** Reads the survey's list of volumes. */
export const parseVolumes = (text: string): EngineVolume[] =>
  rows(text).map(([name = "", labels = ""]) => ({ name, labels: parseLabels(labels) }));

/** Reads the survey's list of images: each by its tag and by its digest, where it has them. */
export const parseImages = (text: string): Set<string> =>
  new Set(
    rows(text).flatMap(([name = "", tag = none, digest = none]) => [
      ...(tag === none ? [] : [`${name}:${tag}`]),
      ...(digest === none ? [] : [`${name}@${digest}`]),
    ]),
  );

const none = "<none>";

// Homeport's own have no comma in their values; of others' nothing is read.
const parseLabels = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(",")
      .filter(Boolean)
      .map((label) => [label.split("=", 1)[0], label.slice(label.indexOf("=") + 1)]),
  );

/** `127.0.0.1:7070->8080/tcp`, `:::88->88/tcp`, and neighbouring ones in one: `0.0.0.0:80-81->80-81/tcp`. */
function parsePorts(text: string): HeldPort[] {
  const [, address = "", first, last = first, protocol] =
    /^(.*):(\d+)(?:-(\d+))?->.*\/(tcp|udp)$/.exec(text) ?? [];
  if (first === undefined) return [];
  const count = Number(last) - Number(first) + 1;
  return Array.from({ length: count }, (_, at) => ({
    address: address.replace(/^\[|\]$/g, ""),
    port: Number(first) + at,
    ...(protocol === "udp" ? { protocol } : {}),
  }));
}
