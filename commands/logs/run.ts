import { type FoundContainer, findUnit } from "../find/unit";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { type Line, prefixed } from "./lines";
import type { LogWishes } from "./logsCall";
import { merged } from "./merge";
import { readLog, type Wrong } from "./read";

/** What the command is asked for. */
interface Options extends LogWishes {
  readonly service: string;
  readonly stack?: string;
  readonly timestamps?: boolean;
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Shows the logs of a service's containers. */
export async function run(
  { service, stack, timestamps, ...wishes }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { containers } = await findUnit(service, stack, pulumiIn(surroundings.variables));
  const { out, err, terminal } = surroundings;
  const names = containers.map(({ name }) => name);
  let shown = 0;
  const show = (line: Line) => {
    shown++;
    const text = timestamps ? `${line.time} ${line.text}` : line.text;
    const to = line.from === "out" ? out : err;
    to(names.length > 1 ? prefixed(line.container, names, text, terminal) : `${text}\n`);
  };
  const problems: string[] = [];
  const wrong: Wrong = (problem) => problems.push(problem);
  if (wishes.follow) await followed(containers, wishes, surroundings, wrong, show);
  else
    for await (const line of merged(
      containers.map((one) => readLog(one, wishes, surroundings.variables, wrong)),
    ))
      show(line);
  if (problems.length === containers.length) throw new Failure(problems.join("\n"));
  for (const problem of problems) err(`${problem}\n`);
  if (shown === 0 && !wishes.follow && problems.length === 0) err(`${nothingOf(names, wishes)}\n`);
  return problems.length > 0 ? exitCodes.amiss : exitCodes.done;
}

/** An empty answer would leave open whether anybody was asked. */
const nothingOf = (names: readonly string[], { since, grep }: LogWishes): string =>
  `${names.join(", ")}: no line${since === undefined ? "" : ` since ${since}`}${grep ? ` that matches ${grep.source}` : ""}`;

/** Lines as they come, until the containers are gone or somebody has seen enough. */
async function followed(
  containers: readonly FoundContainer[],
  wishes: LogWishes,
  { variables }: Surroundings,
  wrong: Wrong,
  show: (line: Line) => void,
): Promise<void> {
  const enough = new AbortController();
  const stop = () => enough.abort();
  for (const signal of signals) process.on(signal, stop);
  const followOne = async (one: FoundContainer) => {
    for await (const line of readLog(one, wishes, variables, wrong, enough.signal)) show(line);
  };
  try {
    await Promise.all(containers.map(followOne));
  } finally {
    for (const signal of signals) process.off(signal, stop);
  }
}
