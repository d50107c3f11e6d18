import { besideData } from "../../../components/backups/layout";
import { type DumpPart, isDump } from "../../backups/sets";
import { endCandidate, withCandidate } from "../../databases/candidate";
import { type Counts, countsProblem, rowsOf } from "../../databases/counts";
import { exitCodes, Failure } from "../../shared/failure";
import { runOnce } from "./engine";
import { type Exchange, move } from "./exchange";
import { named, type Standing } from "./look";
import type { Plan } from "./plan";
import { arriveScript, clearScript, type Fetched, fetchScript } from "./scripts";
import type { Target } from "./target";

/** What is asked of a database that is restored. */
export interface AskedOfRows {
  /** Whether it is taken although its rows are not those of the set. */
  readonly acceptRows: boolean;
}

/** How they are brought. */
export interface Bringing extends AskedOfRows {
  /** Whether files are read once more where they were written. */
  readonly verify: boolean;
}

/**
 * Brings the data of a set beside those in use: files by restic, and databases by a server of their own.
 * @throws Failure where that fails; what is in use has not changed.
 */
export async function bring(exchange: Exchange, { fetched }: Plan, asked: Bringing): Promise<void> {
  const { target, wanted, step } = exchange;
  const { place, once: name, container: backups, service } = target;
  await endCandidates(exchange);
  const sources = wanted.map(({ source }) => source);
  const fetching = {
    name,
    backups,
    sources,
    script: fetchScript(fetched, { verifies: asked.verify }),
    reaches: true,
  };
  const files = wanted.filter(({ server }) => !server);
  const fetch = () =>
    runOnce(place, fetching).catch(async (error) => {
      if (!(error instanceof Failure)) throw error;
      await runOnce(place, { name, backups, sources, script: clearScript }).catch(() => {});
      throw new Failure(
        `${error.message}\n  Nothing has changed, and what was not whole is removed`,
        error.code,
      );
    });
  const told = await (files.length > 0
    ? step(`${named(service, files)} beside what is in use${asked.verify ? ", and verified" : ""}`, fetch)
    : fetch());
  const left = told.split("\n").filter(Boolean).map(Number);
  for (const at of left) {
    const [one, from] = [wanted[at], fetched[at]];
    if (one && from) await load(exchange, one, from, asked);
  }
}

/** Has a dump loaded, and where that fails gives up what has come of it. */
async function load(
  exchange: Exchange,
  volume: Standing,
  fetched: Fetched,
  { acceptRows }: AskedOfRows,
): Promise<void> {
  const { target, step } = exchange;
  const { place, once, container: backups, service } = target;
  const { part, place: number } = fetched;
  const { server, source } = volume;
  if (!server || !isDump(part)) return;
  const what = named(service, [volume]);
  const settings = { place, server, called: what, name: candidateName(target, volume) };
  try {
    const counts = await step(`${what} loaded by a server beside the one in use`, () =>
      withCandidate({ ...settings, data: { source, below: `${besideData}/new` } }, async (candidate) => {
        await candidate.load({ backups, once, place: number, snapshot: part.snapshot });
        return candidate.counts();
      }),
    );
    await step(rowsTold(what, counts, part, acceptRows), () =>
      runOnce(place, { name: once, backups, sources: [source], script: arriveScript(fetched) }),
    );
  } catch (error) {
    await move({ target, wanted: [volume] }, "drop").catch(() => {});
    throw error;
  }
}

/** @throws Failure where they are not those of the set, and nobody says that it is well. */
export function rowsTold(
  what: string,
  counts: Counts,
  part: Pick<DumpPart, "counts">,
  accepted: boolean,
): string {
  const problem = countsProblem(counts, part.counts);
  const rows = `${what} counted: ${rowsOf(counts)}`;
  if (problem === undefined) return rows;
  if (accepted) return `${rows}; accepted although ${problem}`;
  throw new Failure(
    `${what}: ${problem}. Nothing has changed; another set, by --set, or all the same by --accept-rows`,
    exitCodes.amiss,
  );
}

const candidateName = ({ once }: Target, { volume }: Standing): string => `${once}-${volume}`;

/** Ends servers that a restore which was killed has left. */
export async function endCandidates({ target, wanted }: Pick<Exchange, "target" | "wanted">): Promise<void> {
  for (const one of wanted.filter(({ server }) => server))
    await endCandidate(target.place, candidateName(target, one));
}
