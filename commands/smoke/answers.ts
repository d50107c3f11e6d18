import pRetry from "p-retry";
import type { Terminal } from "../shared/terminal";
import { ask, isServed } from "./ask";
import type { Outputs, Question } from "./outputs";

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

async function answerTo(
  question: Question,
  outputs: Outputs,
  { attempts, pauseMilliseconds, seconds }: Patience,
  proxyProtocol: boolean,
): Promise<Answer> {
  const { service, url } = question;
  const attempt = async () => {
    const status = await ask(question, outputs, proxyProtocol);
    if (!isServed(status)) throw new Error(`status ${status}`);
    return `status ${status}`;
  };
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
