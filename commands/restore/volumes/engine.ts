import { stateMount } from "../../../components/backups/layout";
import { commandLine } from "../../../components/shared/shell";
import { succeedOn } from "../../shared/engineCall";
import { containerFormat, type EngineContainer, parseContainers } from "../../shared/engineContainer";
import type { Engine } from "../../shared/state";
import type { Variables } from "../../shared/surroundings";

/** Where containers are. */
export interface Place {
  readonly host: string;
  readonly engine: Engine;
  readonly variables: Variables;
}

/** A place of data that a container sees. */
export interface Mount {
  readonly Name?: string;
  readonly Source: string;
  readonly Destination: string;
}

/** A container, and the data that it sees. */
export interface MountingContainer extends EngineContainer {
  readonly mounts: readonly Mount[];
  /** When the engine starts it again. */
  readonly restart: string;
}

/** By what an engine is told of a mount: a volume's name, or a directory. */
export const sourceOf = ({ Name, Source }: Mount): string => Name || Source;

export const isRunning = ({ state }: EngineContainer): boolean =>
  !["created", "exited", "dead"].includes(state);

/** Whether it may do its work and end. */
export const mayEnd = ({ restart }: MountingContainer): boolean => ["", "no", "on-failure"].includes(restart);

/** How long an engine may think, in seconds; what works with data takes as long as it takes. */
const patience = 60;

/**
 * Runs a script where the engine is.
 * @param input what it reads
 * @throws Failure with what it said last.
 */
export const onHost = (
  place: Place,
  script: string,
  seconds: number = patience,
  input?: string,
): Promise<string> => succeedOn(place, ["sh", "-c", script], place.variables, seconds, input);

const asked = `{"container":${containerFormat},"mounts":{{json .Mounts}},"restart":{{json .HostConfig.RestartPolicy.Name}}}`;

/** All containers of an engine. */
export async function containersAt(place: Place): Promise<MountingContainer[]> {
  // One that goes meanwhile is none.
  const script = `all=$(docker ps --all --quiet --no-trunc) || exit 1
[ -z "$all" ] || docker inspect -f ${commandLine(asked)} $all 2>/dev/null || :`;
  const told = await onHost(place, script);
  return told
    .split("\n")
    .filter(Boolean)
    .flatMap((line) => {
      const { container, mounts, restart } = JSON.parse(line) as {
        container: object;
        mounts: Mount[] | null;
        restart: string;
      };
      return parseContainers(JSON.stringify(container)).map((one) => ({
        ...one,
        mounts: mounts ?? [],
        restart,
      }));
    });
}

/** What a container does once, with data. */
export interface OneShot {
  readonly name: string;
  /** The backup container: its image, and where it keeps the ways to the repositories. */
  readonly backups: MountingContainer;
  /** Data, in the order in which the script finds them below `/restore`. */
  readonly sources: readonly string[];
  /** Where it has them instead, in the same order. */
  readonly paths?: readonly string[];
  readonly script: string;
  /** Whether it may only look. @default it writes */
  readonly readOnly?: boolean;
  /** Whether it reaches repositories. @default it reaches nobody */
  readonly reaches?: boolean;
  /** Whether what it writes is kept by nobody, as it is data. @default it is the container's log, too */
  readonly unlogged?: boolean;
  /** The ways to other repositories than the backup container's own, which it reads and keeps in memory alone. */
  readonly handed?: Handed;
}

/** The ways to the repositories of another backup container. */
export interface Handed {
  /** What it has of them, keys among it: for the standard input, and nothing else. */
  readonly ways: string;
  /** Repositories that are directories of this host, by where they are looked for. */
  readonly directories: readonly { readonly from: string; readonly to: string }[];
}

/** Words of `docker` for what works with data once: it may do so whoever they belong to, and nothing else. */
export const onceWords = (name: string): string[] => [
  ...["docker", "run", "--rm", "--name", name, "--entrypoint", "sh", "--user", "0:0", "--read-only"],
  ...["--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true"],
  ...["--cpu-shares", "256"],
  ...["CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID"].flatMap((one) => ["--cap-add", one]),
];

/**
 * Runs a script in a container of the backup container's image. Keys are where that one has them, in a volume: they are
 * among nobody's words. It goes on where whoever waits is cut off.
 */
export const runOnce = (place: Place, one: OneShot): Promise<string> =>
  onHost(place, onceLine(one), 0, one.handed?.ways);

/** The same as a command line. */
export const onceLine = ({
  name,
  backups,
  sources,
  paths,
  script,
  readOnly,
  reaches,
  handed,
  unlogged,
}: OneShot): string =>
  commandLine(
    ...onceWords(name),
    ...["--network", reaches || handed ? (backups.networks[0] ?? "none") : "none"],
    ...(reaches ? ["--volumes-from", backups.id] : []),
    ...(handed ? ["--interactive", "--tmpfs", `${stateMount}:mode=0700`] : []),
    ...(handed?.directories ?? []).flatMap(({ from, to }) => ["-v", `${from}:${to}:ro`]),
    ...mountWords(sources, { paths, readOnly }),
    ...(unlogged ? ["--log-driver", "none"] : []),
    ...[backups.imageId, "-c", script],
  );

/** The same, for data. */
export const mountWords = (
  sources: readonly string[],
  { paths, readOnly }: Pick<OneShot, "paths" | "readOnly"> = {},
): string[] =>
  sources.flatMap((source, at) => [
    "-v",
    `${source}:${paths?.[at] ?? `/restore/${at}`}${readOnly ? ":ro" : ""}`,
  ]);

/**
 * Waits for one that whoever started it has left alone, until its name is free. One that has never begun is taken away: it
 * would be waited for in vain.
 */
export const awaitOnce = (place: Place, name: string): Promise<string> => {
  const one = commandLine(name);
  return onHost(
    place,
    `while state=$(docker inspect -f '{{.State.Status}}' ${one} 2>/dev/null); do
  case $state in
    running) docker wait ${one} >/dev/null 2>&1 || : ;;
    created | exited | dead) docker rm ${one} >/dev/null 2>&1 || : ;;
  esac
  sleep 0.2
done`,
    0,
  );
};
