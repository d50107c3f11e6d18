import { besideData } from "../../components/backups/layout";
import { engineOf } from "../../components/databases/engines";
import { engineLabel, kindOf } from "../../components/databases/version";
import { isDump } from "../backups/sets";
import { type Candidate, endCandidate, withCandidate } from "../databases/candidate";
import { type Counts, countsProblem, rowsIn } from "../databases/counts";
import { runScript } from "../databases/scripts";
import { type Handed, onHost, runOnce } from "../restore/volumes/engine";
import type { Step } from "../restore/volumes/exchange";
import { arriveScript, fetchScript } from "../restore/volumes/scripts";
import { exitCodes, Failure } from "../shared/failure";
import { bytes } from "../status/render/units";
import { holdsProblem } from "./holds";
import type { Planned, PlannedSide } from "./plan";
import type { PartSeen } from "./report";
import { isNone, mending, otherSet } from "./told";

type Database = Planned & Required<Pick<Planned, "database">>;

const databasesIn = ({ planned }: PlannedSide): Database[] =>
  planned.flatMap(({ database, ...one }) => (database ? [{ ...one, database }] : []));

/** Brings each database beside the one in use: loaded, compared and scrubbed, by a server that reaches nobody. */
export async function bringDatabases(side: PlannedSide, ways: Handed, step: Step): Promise<PartSeen[]> {
  const seen: PartSeen[] = [];
  for (const one of databasesIn(side)) {
    const { service, volume, part, database } = one;
    const name = `${service}/${volume}`;
    const begun = performance.now();
    const counts = await step(`${name}: a dump of ${bytes(part.bytes)} loaded, compared and scrubbed`, () =>
      bringDatabase(side, one, ways),
    );
    seen.push({
      ...{
        host: side.place.host,
        service,
        volume,
        kind: "database",
        seconds: (performance.now() - begun) / 1000,
      },
      ...{ files: part.files, bytes: part.bytes, tables: Object.keys(counts).length, rows: rowsIn(counts) },
      scrubbed: !isNone(database.rehearsal.scrub),
      ...(database.rehearsal.holds !== undefined && { holds: true }),
    });
  }
  return seen;
}

const candidateName = (once: string, database: string): string => `${once}-${database.replace("/", "-")}`;

/** Ends servers that a rehearsal which was killed has left. */
export async function endCandidates(sides: readonly PlannedSide[]): Promise<void> {
  for (const side of sides)
    for (const { service, volume } of databasesIn(side))
      await endCandidate(side.place, candidateName(side.once, `${service}/${volume}`));
}

async function bringDatabase(
  { place, once, container: backups, repository, chosen, from, to }: PlannedSide,
  { service, volume, source, part, database: { server, rehearsal } }: Database,
  handed: Handed,
): Promise<Counts> {
  const name = `${service}/${volume}`;
  const fetched = { place: repository, set: chosen.manifest.set, part, paths: [], from: from.stack };
  const beside = (script: string, ways?: Handed) =>
    runOnce(place, { name: once, backups, sources: [source], script, ...(ways && { handed: ways }) });
  await beside(fetchScript([fetched], { handed: true }), handed);
  const data = { source, below: `${besideData}/new` };
  const counts = await withCandidate(
    { place, called: name, name: candidateName(once, name), server, data },
    async (candidate) => {
      await candidate.load({ backups, once, place: repository, snapshot: part.snapshot, handed });
      const loaded = await candidate.counts();
      const problem = isDump(part) ? countsProblem(loaded, part.counts) : undefined;
      if (problem !== undefined) throw new Failure(`${problem}${otherSet(from.stack)}`);
      if (!isNone(rehearsal.scrub)) await scrub(candidate, rehearsal.scrub, to.stack);
      if (rehearsal.holds !== undefined)
        checkHolds(rehearsal.holds, await candidate.ask(rehearsal.holds), to.stack);
      return loaded;
    },
  );
  await beside(arriveScript(fetched));
  return counts;
}

async function scrub(candidate: Candidate, text: string, stack: string): Promise<void> {
  try {
    await candidate.ask(text);
  } catch (error) {
    throw new Failure(`it cannot be scrubbed: ${(error as Error).message}${mending("scrub", stack)}`);
  }
}

function checkHolds(question: string, answer: string, stack: string): void {
  const problem = holdsProblem(question, answer);
  if (problem !== undefined)
    throw new Failure(`${problem}${mending("scrub, or what holds asks", stack)}`, exitCodes.amiss);
}

/** Asks each database that runs, now that applications do. */
export async function askHolds(sides: readonly PlannedSide[], step: Step): Promise<void> {
  for (const side of sides)
    for (const { service, volume, database } of databasesIn(side)) {
      const { server, rehearsal } = database;
      const { holds } = rehearsal;
      if (holds === undefined) continue;
      const name = `${service}/${volume}`;
      const { ask } = engineOf(kindOf(server.labels[engineLabel] ?? ""));
      await step(`${name} holds, with its applications at work`, async () =>
        checkHolds(holds, await onHost(side.place, runScript(server.id, ask), 300, holds), side.to.stack),
      ).catch((error: Error) => {
        throw new Failure(`${name}: ${error.message}`, exitCodes.amiss);
      });
    }
}
