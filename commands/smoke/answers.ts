import pRetry, { AbortError } from "p-retry";
import { standsFor } from "../../components/shared/domain";
import type { Terminal } from "../shared/terminal";
import { ask, isServed } from "./ask";
import { askPort } from "./askPort";
import type { Outputs, PortQuestion, Question } from "./outputs";

/** How a name was answered. */
export interface Answer {
  readonly service: string;
  readonly url: string;
  readonly served: boolean;
  /** The status, or what went wrong on the way. */
  readonly said: string;
}

/** How often each name is asked, and how long after the last time. */
export interface Patience {
  readonly attempts: number;
  readonly pauseMilliseconds: number;
  /** How long all of that may take. @default as long as it takes */
  readonly seconds?: number;
}

/** Asks each name until its answer is good. */
export const askEach = (
  questions: readonly Question[],
  outputs: Outputs,
  patience: Patience,
  proxyProtocol = false,
): Promise<Answer[]> =>
  Promise.all(questions.map((question) => answerTo(question, outputs, patience, proxyProtocol)));

/** Asks each port for its first words until they are good. */
export const askEachPort = (questions: readonly PortQuestion[], patience: Patience): Promise<Answer[]> =>
  Promise.all(questions.map((question) => untilGood(question, () => askPort(question), patience)));

const answerTo = (
  question: Question,
  outputs: Outputs,
  patience: Patience,
  proxyProtocol: boolean,
): Promise<Answer> =>
  untilGood(
    question,
    async () => {
      const { status, isMaintained, location } = await ask(question, outputs, proxyProtocol);
      // Somebody ends it, and no time that passes.
      if (isMaintained) throw new AbortError(`status ${status}, under maintenance`);
      if (!isServed(status)) throw new Error(`status ${status}`);
      return question.leadsTo === undefined ? `status ${status}` : led(status, question.leadsTo, location);
    },
    patience,
  );

/** @throws Error where a visitor is not sent on to one of these names. */
function led(status: number, names: readonly string[], location = ""): string {
  if (!URL.canParse(location)) throw new Error(`status ${status}, and it leads nowhere`);
  const to = new URL(location);
  const isOne = names.some((name) => standsFor(name, to.hostname));
  if (!isOne) throw new Error(`status ${status}, to ${to.href}, which is not one of ${names.join(", ")}`);
  return `status ${status}, to ${to.href}`;
}

function untilGood(
  { service, url }: Pick<Question, "service" | "url">,
  attempt: () => Promise<string>,
  { attempts, pauseMilliseconds, seconds }: Patience,
): Promise<Answer> {
  const answer = { service, url: url.href };
  return pRetry(attempt, {
    retries: attempts - 1,
    minTimeout: pauseMilliseconds,
    factor: 1,
    ...(seconds === undefined ? {} : { maxRetryTime: seconds * 1_000 }),
  }).then(
    (said) => ({ ...answer, served: true, said }),
    (error: Error) => ({ ...answer, served: false, said: error.message }),
  );
}

export function renderAnswer({ service, url, served, said }: Answer, { paint }: Terminal): string {
  const verdict = served ? paint("green", "served") : paint("red", "FAILED");
  return `${verdict}  ${service}  ${url}  ${said}\n`;
}
