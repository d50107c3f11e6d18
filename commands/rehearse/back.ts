import { finished } from "../restore/volumes/run";
import { type ExitCode, exitCodes } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { type Exchange, servedBy, swap, wakeNow } from "./exchange";

/** The data from before a rehearsal come back: says so, or does it. */
export async function goBack(
  exchange: Exchange,
  yes: boolean,
  { out, terminal }: Pick<Surroundings, "out" | "terminal">,
): Promise<ExitCode> {
  const { stack, sides } = exchange;
  const names = sides
    .flatMap(({ volumes }) => volumes)
    .filter(({ phase }) => phase !== "none")
    .map(({ service, volume }) => `${service}/${volume}`);
  terminal.progress();
  out(`the data of ${names.join(", ")} in ${stack} from before the last exchange come back\n`);
  if (!yes) {
    out("With --yes it would do so. Nothing has been changed.\n");
    return exitCodes.done;
  }
  await finished(async () => {
    await swap(exchange, "back");
    servedBy(await wakeNow(exchange));
  });
  return exitCodes.done;
}
