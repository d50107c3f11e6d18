import { exchangedIn, sleepersIn } from "../../../components/survey/asleep";
import { type Move, movesIn } from "../../../components/survey/moves";
import { type EngineVolume, parseVolumes as parseEngineVolumes } from "../../../components/survey/objects";
import { answerOn, type Unanswered } from "../../shared/engineCall";
import { containerFormat, type EngineContainer, parseContainers } from "../../shared/engineContainer";
import { type DigestsOfImages, digestsQuestion, parseDigests } from "../../shared/repoDigests";
import type { Engine } from "../../shared/state";
import type { Variables } from "../../shared/surroundings";
import type { Asked } from "../facts/asked";
import { parseMemory, parseVolumes } from "./sizes";

/** What an engine says of all that it has. */
export interface EngineAnswer {
  readonly version: string;
  readonly containers: readonly EngineContainer[];
  /** Names of volumes. @default it did not say */
  readonly volumes: ReadonlySet<string> | undefined;
  /** Containers that were put to sleep, and since when, by their names. */
  readonly sleepers: ReadonlyMap<string, string>;
  /** Moves of data from a host to another that it remembers. */
  readonly moves: readonly Move[];
  /** Names of those that an exchange of data has stopped. */
  readonly exchanged: ReadonlySet<string>;
  /** Memory that is used, in bytes by a container's id. */
  readonly memory: ReadonlyMap<string, number>;
  readonly digests: DigestsOfImages;
  /** Sizes of volumes in bytes, by name. */
  readonly sizes: ReadonlyMap<string, number | undefined>;
  /** What it did not say, and why. */
  readonly notAsked: readonly string[];
}

/** How long an answer may take, in seconds: volumes are counted file by file. */
const patience = { usual: 15, sizes: 30 } as const;

/** Asks an engine by `docker WORDS…`. */
export type Ask = (seconds: number, ...words: string[]) => Promise<string>;

export const askingOn =
  (engine: Engine, variables: Variables): Ask =>
  (seconds, ...words) =>
    answerOn(engine, ["docker", ...words], variables, seconds).catch((error: Unanswered) => {
      // What went between two questions fails the second; of the others it is told all the same.
      if (/no such (container|image|object|volume)/i.test(error.message)) return error.stdout;
      throw error;
    });

/**
 * Asks an engine, all questions at once, once it has said that it is there.
 * @param isOurs which of its containers are asked for more than their name
 */
export async function askEngine(
  engine: Engine,
  variables: Variables,
  isOurs: (container: EngineContainer) => boolean,
): Promise<Asked<EngineAnswer>> {
  const ask = askingOn(engine, variables);
  try {
    const version = (await ask(patience.usual, "version", "--format", "{{.Server.Version}}")).trim();
    return { known: await askAll(ask, version, isOurs) };
  } catch (error) {
    return { notAsked: (error as Error).message };
  }
}

async function askAll(
  ask: Ask,
  version: string,
  isOurs: (container: EngineContainer) => boolean,
): Promise<EngineAnswer> {
  const notAsked: string[] = [];
  const orNot = <T>(what: string, nothing: T, answer: Promise<T>): Promise<T> =>
    answer.catch((error: Error) => {
      notAsked.push(`${what}: ${error.message}`);
      return nothing;
    });
  const [volumes, sizes, ours] = await Promise.all([
    orNot("volumes", undefined, askVolumes(ask)),
    orNot("sizes of volumes", new Map(), askSizes(ask)),
    askContainers(ask).then(async (containers) => {
      const own = containers.filter(isOurs);
      const [memory, digests] = await Promise.all([
        orNot("memory", new Map(), askMemory(ask, own)),
        orNot<DigestsOfImages>("digests of images", new Map(), askDigests(ask, own)),
      ]);
      return { containers, memory, digests };
    }),
  ]);
  return {
    version,
    ...ours,
    volumes: volumes && new Set(volumes.map(({ name }) => name)),
    sleepers: sleepersIn(volumes ?? []),
    exchanged: exchangedIn(volumes ?? []),
    moves: movesIn(volumes ?? []),
    sizes,
    notAsked,
  };
}

/** All volumes with their labels. */
export const askVolumes = async (ask: Ask): Promise<EngineVolume[]> =>
  parseEngineVolumes(await ask(patience.usual, "volume", "ls", "--format", "{{.Name}}\t{{.Labels}}"));

export async function askContainers(ask: Ask): Promise<EngineContainer[]> {
  const ids = words(await ask(patience.usual, "ps", "--all", "--quiet", "--no-trunc"));
  if (ids.length === 0) return [];
  return parseContainers(
    await ask(patience.usual, "container", "inspect", "--format", containerFormat, ...ids),
  );
}

/** Memory that is used, in bytes by a container's id. */
export async function askMemory(
  ask: Ask,
  containers: readonly EngineContainer[],
): Promise<Map<string, number>> {
  const running = containers.filter(({ state }) => state === "running").map(({ id }) => id);
  if (running.length === 0) return new Map();
  const format = "{{.ID}}\t{{.MemUsage}}";
  return parseMemory(
    await ask(patience.usual, "stats", "--no-stream", "--no-trunc", "--format", format, ...running),
  );
}

async function askDigests(ask: Ask, containers: readonly EngineContainer[]): Promise<DigestsOfImages> {
  const ids = containers.map(({ imageId }) => imageId);
  return ids.length === 0 ? new Map() : parseDigests(await ask(patience.usual, ...digestsQuestion(ids)));
}

const askSizes = async (ask: Ask): Promise<Map<string, number | undefined>> =>
  parseVolumes(await ask(patience.sizes, "system", "df", "--verbose", "--format", "{{json .Volumes}}"));

const words = (text: string): string[] => text.split("\n").filter(Boolean);
