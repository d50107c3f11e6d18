import pRetry from "p-retry";
import { answerOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings, Variables } from "../shared/surroundings";
import type { Environment } from "../sleep/environment";
import { type Answer, askEach } from "../smoke/answers";
import { type Outputs, readOutputs } from "../smoke/outputs";
import { farmScript, parseFarm } from "../status/read/farm";

/** How long it is waited for that the farm gets answers, in seconds: as long as the slowest services may need. */
const patience = { seconds: 300, attempts: 10_000 } as const;

/** Who is asked, and how. */
export interface Asked {
  /** Where the farm is reached from here. @default where the stack says */
  readonly at?: string;
  readonly except: readonly string[];
  /** How long it may take until a container is healthy, and until all names are served, in seconds. @default ten minutes and five */
  readonly readySeconds?: number;
}

/**
 * Asks every name of every service, until it is served. Where a program does not say in its outputs what it serves, its farm
 * is asked whether it gets answers.
 */
export async function askThroughFarm(
  environment: Environment,
  { at, except, readySeconds }: Asked,
  { variables, terminal, pauseMilliseconds = 1_000 }: Surroundings,
): Promise<Answer[]> {
  const { stack } = environment;
  const seconds = readySeconds ?? patience.seconds;
  const outputs = await outputsOf(stack, variables, at);
  if (!outputs) return askFarm(environment, variables, { seconds, pauseMilliseconds });
  const questions = outputs.questions.filter(({ service }) => !except.includes(service));
  terminal.progress(`asking ${questions.length} ${questions.length === 1 ? "name" : "names"} …`);
  return askEach(questions, outputs, { ...patience, seconds, pauseMilliseconds });
}

/** What an environment says that it serves; undefined where it says nothing of it. */
export async function outputsOf(
  stack: string,
  variables: Variables,
  at?: string,
): Promise<Outputs | undefined> {
  const text = await pulumiIn(variables)("stack", "output", "--json", "--stack", stack);
  try {
    return readOutputs(text, at);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

async function askFarm(
  { declared, hosts }: Environment,
  variables: Variables,
  { seconds, pauseMilliseconds }: { readonly seconds: number; readonly pauseMilliseconds: number },
): Promise<Answer[]> {
  const farm = declared.containers.find(({ role }) => role === "farm");
  const engine = hosts.find(({ host }) => host === farm?.host)?.engine;
  if (!farm || !engine) return [];
  const command = ["docker", "exec", farm.id, "sh", "-c", farmScript] as const;
  const ask = async () => {
    const { servers } = parseFarm(await answerOn(engine, command, variables, 15));
    const silent = servers.filter(({ answers }) => !answers).map(({ name }) => name);
    if (silent.length > 0) throw new Error(`no answer from ${silent.join(", ")}`);
    return `an answer from ${servers.map(({ name }) => name).join(", ")}`;
  };
  const answer = { service: farm.unit, url: declared.serves[farm.unit]?.[0] ?? "" };
  return pRetry(ask, {
    retries: patience.attempts,
    minTimeout: pauseMilliseconds,
    factor: 1,
    maxRetryTime: seconds * 1_000,
  }).then(
    (said) => [{ ...answer, served: true, said }],
    (error: Error) => [{ ...answer, served: false, said: error.message }],
  );
}
