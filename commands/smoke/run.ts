import pRetry from "p-retry";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import type { Surroundings } from "../shared/surroundings";
import type { Terminal } from "../shared/terminal";
import { ask, isServed } from "./ask";
import { type Outputs, type Question, readOutputs } from "./outputs";

/** What the command is asked for. */
export interface Options {
  /** Where the farm is reached. @default what the outputs say */
  readonly at?: string;
  /** Services that are not asked. */
  readonly except: readonly string[];
  readonly attempts: number;
  readonly proxyProtocol: boolean;
  readonly json: boolean;
}

/** How a name was answered. */
interface Answer {
  readonly service: string;
  readonly url: string;
  readonly served: boolean;
  /** The status, or what went wrong on the way. */
  readonly said: string;
}

/** Asks each name until its answer is good. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { at, except, attempts, json, proxyProtocol } = options;
  const { input, out, terminal, pauseMilliseconds = 2_000 } = surroundings;
  const outputs = readOutputs(input(), at);
  if (outputs.questions.length === 0) {
    out(json ? renderJson([]) : "there is no service yet, and nothing to ask\n");
    return exitCodes.done;
  }
  const questions = outputs.questions.filter(({ service }) => !except.includes(service));
  if (questions.length === 0) throw new Failure("there is no service to ask");
  terminal.progress(`asking ${questions.length} ${questions.length === 1 ? "name" : "names"} …`);
  const patience = { retries: attempts - 1, minTimeout: pauseMilliseconds, factor: 1 };
  const answers = await Promise.all(
    questions.map((question) => answerTo(question, outputs, patience, proxyProtocol)),
  );
  terminal.progress();
  out(json ? renderJson(answers) : answers.map((answer) => render(answer, terminal)).join(""));
  return answers.every(({ served }) => served) ? exitCodes.done : exitCodes.amiss;
}

async function answerTo(
  question: Question,
  outputs: Outputs,
  patience: object,
  proxyProtocol: boolean,
): Promise<Answer> {
  const { service, url } = question;
  const attempt = async () => {
    const status = await ask(question, outputs, proxyProtocol);
    if (!isServed(status)) throw new Error(`status ${status}`);
    return `status ${status}`;
  };
  const answer = { service, url: url.href };
  return pRetry(attempt, patience).then(
    (said) => ({ ...answer, served: true, said }),
    (error: Error) => ({ ...answer, served: false, said: error.message }),
  );
}

function render({ service, url, served, said }: Answer, { paint }: Terminal): string {
  const verdict = served ? paint("green", "served") : paint("red", "FAILED");
  return `${verdict}  ${service}  ${url}  ${said}\n`;
}
