import { brought } from "../restore/volumes/look";
import { finished } from "../restore/volumes/run";
import { type ExitCode, exitCodes } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { bytes } from "../status/render/units";
import { type Exchange, move, servedBy, swap, wakeNow } from "./exchange";
import type { Rehearsed, Side } from "./sides";

type Telling = Pick<Surroundings, "out" | "terminal">;

/** The data from before a rehearsal come back: says so, or does it. */
export async function goBack(
  exchange: Exchange,
  yes: boolean,
  { out, terminal }: Telling,
): Promise<ExitCode> {
  const { stack, sides } = exchange;
  const names = namesOf(sides, ({ phase }) => phase !== "none");
  terminal.progress();
  out(`the data of ${names} in ${stack} from before the last exchange come back\n`);
  if (!yes) {
    out("With --yes it would do so. Nothing has been changed.\n");
    return exitCodes.done;
  }
  await finished(async () => {
    await swap(exchange, "back");
    servedBy(await wakeNow(exchange), stack);
  });
  return exitCodes.done;
}

/** There is nothing to take back: what was brought goes, and what stands still is started. Nothing is stopped. */
export async function giveUp(
  exchange: Exchange,
  { yes, isStopped }: { readonly yes: boolean; readonly isStopped: boolean },
  { out }: Telling,
): Promise<ExitCode> {
  const { stack, step } = exchange;
  const isLeft = ({ phase }: Rehearsed) => brought.includes(phase);
  const sides = exchange.sides.map((side) => ({ ...side, volumes: side.volumes.filter(isLeft) }));
  const left = sides.flatMap(({ volumes }) => volumes);
  const size = bytes(left.reduce((sum, { beside }) => sum + beside, 0));
  const what = `${size} that a rehearsal had brought, beside the data in use of ${namesOf(sides, isLeft)}`;
  out(`There is nothing to take back: the data of ${stack} are those from before it.\n`);
  if (!yes) {
    const works = [...(left.length > 0 ? [`remove ${what}`] : []), ...(isStopped ? [`start ${stack}`] : [])];
    out(`With --yes it would ${works.join(", and ")}. Nothing has been changed.\n`);
    return exitCodes.done;
  }
  if (left.length > 0) await step(`${what} removed`, () => move(sides, "drop"));
  if (isStopped) await finished(async () => servedBy(await wakeNow(exchange), stack));
  return exitCodes.done;
}

const namesOf = (sides: readonly Side[], which: (one: Rehearsed) => boolean): string =>
  sides
    .flatMap(({ volumes }) => volumes)
    .filter(which)
    .map(({ service, volume }) => `${service}/${volume}`)
    .join(", ");
