import { npx } from "../../components/shared/npx";
import { type ExitCode, exitCodes } from "../shared/failure";
import { renderJson } from "../shared/json";
import type { Surroundings } from "../shared/surroundings";
import { askEnvironment, stackMeant } from "../sleep/environment";
import { renderMemory } from "../sleep/memory";
import { renderAnswer } from "../smoke/answers";
import { refuseMidway } from "./midway";
import { type Woken, wakeUp } from "./work";

/** What the command is asked for. */
interface Options {
  readonly name?: string;
  readonly stack?: string;
  readonly at?: string;
  readonly except: readonly string[];
  readonly json: boolean;
}

/** Wakes an environment. */
export async function run(
  { name, stack, at, except, json }: Options,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { out, terminal } = surroundings;
  const environment = await askEnvironment(await stackMeant(name, stack, surroundings), surroundings);
  await refuseMidway(environment, surroundings.variables);
  const woken = await wakeUp(environment, { at, except }, surroundings);
  terminal.progress();
  const { stack: awake } = environment;
  const { answers, gone } = woken;
  const told = { stack: awake, ...woken };
  out(
    json ? renderJson(told) : renderAwake(told) + answers.map((one) => renderAnswer(one, terminal)).join(""),
  );
  return gone.length === 0 && answers.every(({ served }) => served) ? exitCodes.done : exitCodes.amiss;
}

const renderAwake = ({
  stack,
  wasAsleep,
  gone,
  before,
  after,
  seconds,
}: Woken & { readonly stack: string }): string =>
  [
    wasAsleep ? `${stack} is awake, after ${seconds.toFixed(1)} s.\n` : `${stack} was awake.\n`,
    renderMemory(before, after),
    ...(gone.length > 0
      ? [
          `Gone while it slept: ${gone.join(", ")}; what makes them anew: ${npx(`pulumi up --stack ${stack}`)}\n`,
        ]
      : []),
  ].join("");
