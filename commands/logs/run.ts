import { type FoundContainer, findUnit, inWords } from "../find/unit";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { runProcess } from "../shared/process";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { follow } from "./follow";
import { byTime, type Line, linesOf, prefixed } from "./lines";
import { type LogWishes, logsCall } from "./logsCall";

/** What the command is asked for. */
interface Options extends LogWishes {
  readonly service: string;
  readonly stack?: string;
}

/** How long logs may take that are not followed, in seconds. */
const patience = 120;

/** Shows the logs of a service's containers. */
export async function run(
  { service, stack, ...wishes }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { containers } = await findUnit(service, stack, pulumiIn(surroundings.variables));
  if (wishes.follow) return follow(containers, wishes, surroundings);
  return showAll(containers, wishes, surroundings);
}

/** Of several containers in the order of time. */
async function showAll(
  containers: readonly FoundContainer[],
  wishes: LogWishes,
  { variables, out, err, terminal }: Surroundings,
): Promise<ExitCode> {
  const several = containers.length > 1;
  const asked = await Promise.all(
    containers.map(async (one) => {
      const call = logsCall(one, { ...wishes, timestamps: true }, variables);
      return { one, ended: await runProcess({ ...call, seconds: patience }) };
    }),
  );
  const read = asked.filter(({ ended }) => ended.status === 0);
  const lines = read.flatMap(({ one, ended }): Line[] => [
    ...linesOf(ended.stdout, one.name, "out"),
    ...linesOf(ended.stderr, one.name, "err"),
  ]);
  const names = containers.map(({ name }) => name);
  for (const line of byTime(lines)) {
    const text = wishes.timestamps ? `${line.time} ${line.text}` : line.text;
    (line.from === "out" ? out : err)(
      several ? prefixed(line.container, names, text, terminal) : `${text}\n`,
    );
  }
  const failed = asked.filter(({ ended }) => ended.status !== 0);
  const why = failed.map(
    ({ one, ended }) => `${one.name} (host ${one.host}): ${inWords(ended.reason ?? ended.stderr.trim())}`,
  );
  if (failed.length === asked.length) throw new Failure(why.join("\n"));
  for (const line of why) err(`${line}\n`);
  return why.length > 0 ? exitCodes.amiss : exitCodes.done;
}
