import { npx } from "../../components/shared/npx";
import { count } from "../shared/count";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { askEach, askEachPort, renderAnswer } from "./answers";
import { readOutputs } from "./outputs";

/** What the command is asked for. */
export interface Options {
  /** @default the outputs are what the standard input has */
  readonly stack?: string;
  /** Where the farm is reached. @default what the outputs say */
  readonly at?: string;
  /** Services that are not asked. */
  readonly except: readonly string[];
  readonly attempts: number;
  readonly proxyProtocol: boolean;
  readonly json: boolean;
}

/** Asks each name until its answer is good. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { stack, at, except, attempts, json, proxyProtocol } = options;
  const { out, terminal, pauseMilliseconds = 2_000 } = surroundings;
  const outputs = readOutputs(await said(stack, surroundings), at);
  if (outputs.questions.length + outputs.ports.length === 0) {
    out(json ? renderJson([]) : "there is no service yet, and nothing to ask\n");
    return exitCodes.done;
  }
  const isAsked = ({ service }: { readonly service: string }) => !except.includes(service);
  const [questions, ports] = [outputs.questions.filter(isAsked), outputs.ports.filter(isAsked)];
  if (questions.length + ports.length === 0) throw new Failure("there is no service to ask");
  const counts = [
    count(questions.length, "name"),
    ...(ports.length > 0 ? [count(ports.length, "port")] : []),
  ];
  terminal.progress(`asking ${counts.join(" and ")} …`);
  const patience = { attempts, pauseMilliseconds };
  const answers = (
    await Promise.all([askEach(questions, outputs, patience, proxyProtocol), askEachPort(ports, patience)])
  ).flat();
  terminal.progress();
  out(json ? renderJson(answers) : answers.map((answer) => renderAnswer(answer, terminal)).join(""));
  return answers.every(({ served }) => served) ? exitCodes.done : exitCodes.amiss;
}

/** What a stack says of itself. Of a person who types nothing is awaited. */
async function said(
  stack: string | undefined,
  { input, keyboard, variables, terminal }: Surroundings,
): Promise<string> {
  if (stack === undefined && keyboard)
    throw new Failure(`say which environment; example: ${npx("homeport smoke --stack staging")}`);
  if (stack === undefined) return input();
  terminal.progress("asking Pulumi …");
  return pulumiIn(variables)("stack", "output", "--json", "--stack", stack);
}
