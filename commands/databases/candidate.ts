import { engineOf } from "../../components/databases/engines";
import { engineLabel, kindOf } from "../../components/databases/version";
import { type Handed, type MountingContainer, onceLine, onHost, type Place } from "../restore/volumes/engine";
import { exitCodes, Failure } from "../shared/failure";
import { type Counts, parseCounts } from "./counts";
import { hold } from "./held";
import { onImage } from "./onImage";
import {
  abandonedScript,
  dumpScript,
  endScript,
  loadScript,
  pipeScript,
  runScript,
  startScript,
  stopScript,
} from "./scripts";
import { type ServerMade, serverAt } from "./serverAt";

/** What a candidate is started with. */
export interface CandidateSettings {
  readonly place: Place;
  /** The database as people call it, `wiki-db/data`: what goes wrong is told of that. */
  readonly called: string;
  /** Its container's name. One of this name that somebody has left is removed. */
  readonly name: string;
  /**
   * The server that it stands in for: image, words, environment, password and limits are its. It may be stopped; of one that
   * is gone, it is said what it was made with.
   */
  readonly server: Pick<MountingContainer, "labels"> &
    ({ readonly id: string } | { readonly made: ServerMade });
  /** Where its data directory is, or is to be, which is empty then: in a volume of the engine or a directory of the host. */
  readonly data: {
    readonly source: string;
    /** @default all of it */
    readonly below?: string;
  };
  /** Of another series of the same kind. @default the server's */
  readonly image?: string;
}

/** A dump in a snapshot. */
export interface Dump {
  /** The backup container, whose image and ways to the repositories are used. */
  readonly backups: MountingContainer;
  /** Name of the container that reads it, as long as it does. */
  readonly once: string;
  /** The repository's number. */
  readonly place: string;
  readonly snapshot: string;
  /** The ways to the repositories, where they are another environment's. @default the backup container's own */
  readonly handed?: Handed;
}

/** A container that writes a dump. */
export interface Writing {
  /** The command that runs it. */
  readonly line: string;
  /** Its name. */
  readonly once: string;
  /** What it reads. @default nothing */
  readonly input?: string;
}

/** A server that runs, reached by nobody else. */
export interface Candidate {
  readonly id: string;
  /** Reads a dump into the database, which is empty. */
  load(dump: Dump): Promise<void>;
  /** The same, of whatever a command writes. */
  read(from: Writing): Promise<void>;
  /** Reads what another server on the host has, by its id: its database as it is now. */
  take(server: string): Promise<void>;
  /** Rows by table. */
  counts(): Promise<Counts>;
  /** Has a text in the server's own language done, and gives what it prints: rows as plain text. */
  ask(text: string): Promise<string>;
}

/**
 * A candidate: the server of a database once more, with no network and a data directory of its own, for as long as `work`
 * takes. Then it ends cleanly, so that the directory is whole; where `work` fails, or this process is killed, it is ended at
 * once. Its container is gone either way. It goes the way of the server's own first start: the password is the server's.
 *
 * ```ts
 * const data = { source: "prod-wiki-db-volume-data", below: ".homeport/new" };
 * const settings = { place, called: "wiki-db/data", name: `${once}-candidate`, server, data };
 * const counts = await withCandidate(settings, async (candidate) => {
 *   await candidate.load({ backups, once, place: "0", snapshot });
 *   await candidate.ask("UPDATE people SET mail = 'nobody@example.org'");
 *   return candidate.counts();
 * });
 * ```
 * `countsProblem` compares them with the manifest's, `skewProblem` tells before whether the server takes the dump at all.
 * @throws Failure of code 1 with what went wrong.
 */
export async function withCandidate<T>(
  { place, called, name, server, data, image }: CandidateSettings,
  work: (candidate: Candidate) => Promise<T>,
): Promise<T> {
  const engine = engineOf(kindOf(server.labels[engineLabel] ?? ""));
  const now = "made" in server ? server.made : await serverAt(place, server.id);
  const like = image === undefined ? now : await onImage(place, now, engine, image);
  const held = await failing(called, () =>
    hold(place, startScript({ name, like, data, engine }), abandonedScript),
  );
  const id = held.said;
  const inside = (shell: string, input?: string) => onHost(place, runScript(id, shell), 0, input);
  const read = async ({ line, once, input }: Writing) => {
    await onHost(place, loadScript(id, engine.load, once, line), 0, input);
  };
  const candidate: Candidate = {
    ...{ id, read },
    load: async ({ backups, once: name, place: number, snapshot, handed }) => {
      const script = dumpScript(number, snapshot, handed !== undefined);
      const reached = handed ? { handed } : { reaches: true };
      const line = onceLine({ name, backups, sources: [], script, ...reached, unlogged: true });
      await read({ line, once: name, ...(handed && { input: handed.ways }) });
    },
    take: async (from) => {
      await onHost(place, pipeScript(id, engine, from), 0);
    },
    counts: async () => parseCounts(await inside(engine.counts)),
    ask: (text) => inside(engine.ask, text),
  };
  try {
    return await failing(called, async () => {
      const result = await work(candidate);
      await onHost(place, stopScript(id), 0);
      return result;
    });
  } catch (error) {
    await endCandidate(place, id).catch(() => {});
    throw error;
  } finally {
    await held.release();
  }
}

/** Ends one that somebody has left, if there is one. */
export const endCandidate = (place: Place, name: string): Promise<string> =>
  onHost(place, `${endScript(name)} || :`);

async function failing<T>(called: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const opening = `${called}: `;
    throw new Failure(opening + error.message.replace(opening, ""), exitCodes.amiss);
  }
}
