import { parseArgs } from "node:util";
import pRetry from "p-retry";
import { Failure } from "../preview/failure";
import { ask, isServed } from "./ask";
import { type Outputs, type Question, readOutputs } from "./outputs";

/** Where the command reads and writes. */
export interface Surroundings {
  readonly words: readonly string[];
  readonly input: () => string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Between two attempts. @default 2000 */
  readonly pauseMilliseconds?: number;
}

const usage = `pulumi stack output --json --stack STACK | homeport-smoke [options]

Asks every name of every service through the farm, as a visitor does. Good are answers from 200
to 399, and 401 and 403: somebody is there who asks for a password or another network.

  --at ADDRESS      where the farm is reached from here, by default what the stack says
  --except SERVICE  a service that is not asked
  --attempts COUNT  how often, until an answer is good; by default 5

Ends with 1 where a name is not served, with 2 where nothing can be asked.`;

/** The command, from its arguments to its exit code. */
export async function run(surroundings: Surroundings): Promise<number> {
  try {
    return await work(surroundings);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    surroundings.err(`homeport-smoke: ${error.message}\n`);
    return error.code;
  }
}

async function work({ words, input, out, pauseMilliseconds = 2_000 }: Surroundings): Promise<number> {
  const { help, at, except, attempts } = readOptions(words);
  if (help) {
    out(`${usage}\n`);
    return 0;
  }
  const outputs = readOutputs(input(), at);
  if (outputs.questions.length === 0) {
    out("there is no service yet, and nothing to ask\n");
    return 0;
  }
  const questions = outputs.questions.filter(({ service }) => !except.includes(service));
  if (questions.length === 0) throw new Failure("there is no service to ask");
  const patience = { retries: attempts - 1, minTimeout: pauseMilliseconds, factor: 1 };
  const told = await Promise.all(questions.map((question) => answerTo(question, outputs, patience)));
  out(told.map(({ line }) => `${line}\n`).join(""));
  return told.every(({ served }) => served) ? 0 : 1;
}

async function answerTo(question: Question, outputs: Outputs, patience: object) {
  const { service, url } = question;
  const attempt = async () => {
    const status = await ask(question, outputs);
    if (!isServed(status)) throw new Error(`status ${status}`);
    return `status ${status}`;
  };
  const line = (served: boolean, said: string) => ({
    served,
    line: `${served ? "served" : "FAILED"}  ${service}  ${url}  ${said}`,
  });
  return pRetry(attempt, patience).then(
    (said) => line(true, said),
    (error: Error) => line(false, error.message),
  );
}

function readOptions(words: readonly string[]) {
  const { help, at, except = [], attempts = "5" } = parse(words);
  if (!/^[1-9]\d?$/.test(attempts))
    throw new Failure(`--attempts: ${JSON.stringify(attempts)} is not a number from 1 to 99; example: 5`);
  return { help, at, except, attempts: Number(attempts) };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        at: { type: "string" },
        except: { type: "string", multiple: true },
        attempts: { type: "string" },
        help: { type: "boolean", short: "h" },
      },
    }).values;
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${usage}`);
  }
}
