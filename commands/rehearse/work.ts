import { timeOf } from "../backups/sets";
import { Failure } from "../shared/failure";
import type { Answer } from "../smoke/answers";
import { bringFiles } from "./bring";
import type { Course } from "./course";
import { askHolds, bringDatabases, endCandidates } from "./databases";
import { type Exchange, move, servedBy, sleepNow, swap, wakeNow } from "./exchange";
import type { Reached } from "./mail";
import type { PlannedSide } from "./plan";
import type { PartSeen, Report } from "./report";
import { waysOf } from "./ways";

/** What is known before it begins. */
interface Known {
  readonly course: Course;
  readonly project: string;
  readonly mail: readonly Reached[];
  readonly wasAsleep: boolean;
}

/** Brings the data, exchanges them and asks; where something does not hold, the former data come back. */
export async function rehearseNow(
  exchange: Exchange,
  sides: readonly PlannedSide[],
  { course, project, mail, wasAsleep }: Known,
): Promise<Report> {
  const begun = performance.now();
  const parts: PartSeen[] = [];
  let answers: readonly Answer[] = [];
  let failed: string | undefined;
  try {
    if (course === "begin") await bring(exchange, sides, parts);
    answers = await exchangeOrBack(exchange, sides);
  } catch (error) {
    if (!(error instanceof DidNotHold)) throw error;
    failed = error.message;
  }
  if (wasAsleep)
    await exchange.step(`${exchange.stack} asleep again`, () =>
      sleepNow(exchange.stack, exchange.surroundings),
    );
  const [{ from, to } = sides[0] as PlannedSide] = sides;
  return {
    ...{ version: 1, project, from: from.stack, to: to.stack, at: new Date().toISOString() },
    ...{ ok: failed === undefined, ...(failed !== undefined && { failed }) },
    seconds: (performance.now() - begun) / 1000,
    sets: sides.map(({ place: { host }, chosen: { manifest } }) => ({
      ...{ host, set: manifest.set, time: new Date(timeOf(manifest.set)).toISOString() },
      ...{ epoch: manifest.epoch, complete: manifest.complete },
    })),
    ...{ parts, answers, mail },
  };
}

/** Something does not hold, and the environment is as it was. */
class DidNotHold extends Failure {}

/** Brings all data beside those in use. What fails here has changed nothing. */
async function bring(exchange: Exchange, sides: readonly PlannedSide[], parts: PartSeen[]): Promise<void> {
  const { step, surroundings } = exchange;
  await endCandidates(sides);
  const kept = sides.map((side) => ({
    ...side,
    volumes: side.volumes.filter(({ phase }) => phase !== "none"),
  }));
  if (kept.some(({ volumes }) => volumes.length > 0))
    await step("what was kept from before the last exchange removed", () => move(kept, "drop"));
  try {
    for (const side of sides) {
      const ways = await waysOf(side, side.repository, surroundings.variables);
      parts.push(...(await bringDatabases(side, ways, step)), ...(await bringFiles(side, ways, step)));
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await step("FAILED, and what was brought removed", () => move(sides, "drop"));
    throw new DidNotHold(error.message);
  }
}

async function exchangeOrBack(exchange: Exchange, sides: readonly PlannedSide[]): Promise<readonly Answer[]> {
  try {
    await swap(exchange, "forward");
    const answers = servedBy(await wakeNow(exchange), exchange.stack);
    await askHolds(sides, exchange.step);
    return answers;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await exchange.step("FAILED, so the former data come back", async () => {});
    await swap(exchange, "back");
    await wakeNow(exchange);
    throw new DidNotHold(error.message);
  }
}
