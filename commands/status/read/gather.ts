import type { Engine } from "../../../promotion/state";
import { onEngine, ran } from "../../onEngine";
import type { Asked, EnvironmentFacts, HomeFacts } from "../facts";
import { type Comparing, behindOf } from "./behind";
import { foreignOn, unitsOf, volumesOf } from "./compare";
import { type Declared, declaredIn } from "./declared";
import { askEngine, type EngineAnswer } from "./engine";
import { type FarmAnswer, farmScript, parseFarm } from "./farm";
import { type AskPulumi, askStack, pendingIn, type StackAnswer } from "./pulumi";

/** What is asked about. */
export interface Asking {
  readonly project: string;
  readonly stacks: readonly string[];
  readonly comparing: Comparing;
  readonly askPulumi: AskPulumi;
  readonly now: Date;
}

/** A stack, and what its hosts' engines answered. */
export interface Surveyed extends StackAnswer {
  readonly declared: Declared;
  readonly engines: ReadonlyMap<string, Asked<EngineAnswer>>;
}

/** Asks Pulumi, then all engines and then the farms, each side by side with the others of its kind. */
export async function gather({ project, stacks, comparing, askPulumi, now }: Asking): Promise<HomeFacts> {
  const answers = await Promise.all(
    stacks.map(async (stack) => ({ stack, answer: await askStack(askPulumi, stack) })),
  );
  const notAsked = answers.flatMap(({ stack, answer }) =>
    "notAsked" in answer ? [{ stack, why: answer.notAsked }] : [],
  );
  const known = answers.flatMap(({ answer }) => ("known" in answer ? [answer.known] : []));
  const surveyed = await survey(project, known);
  const environments = await Promise.all(surveyed.map((one) => environmentOf(project, one)));
  return {
    project,
    askedAt: now.toISOString(),
    environments,
    notAsked,
    behind: behindOf(surveyed, comparing),
  };
}

/** Several stacks may share an engine: each is asked once. */
async function survey(project: string, stacks: readonly StackAnswer[]): Promise<Surveyed[]> {
  const all = stacks.map((one) => ({ ...one, declared: declaredIn(one.deployment) }));
  const ids = new Set(all.flatMap(({ declared }) => declared.containers.map(({ id }) => id)));
  const asked = new Map<string, Promise<Asked<EngineAnswer>>>();
  const askOnce = (engine: Engine | undefined) => {
    const key = JSON.stringify(engine ?? "secret");
    const answer =
      asked.get(key) ??
      (engine
        ? askEngine(engine, ({ id, labels }) => ids.has(id) || labels["homeport.project"] === project)
        : Promise.resolve({ notAsked: "the way to its engine is a secret of the state" }));
    asked.set(key, answer);
    return answer;
  };
  return Promise.all(
    all.map(async (one) => {
      const hosts = one.declared.hosts.map(async ({ name, engine }) => [name, await askOnce(engine)] as const);
      return { ...one, engines: new Map(await Promise.all(hosts)) };
    }),
  );
}

async function environmentOf(project: string, surveyed: Surveyed): Promise<EnvironmentFacts> {
  const { stack, deployment, update, declared, engines } = surveyed;
  const answerOf = (host: string) => {
    const answer = engines.get(host);
    return answer && "known" in answer ? answer.known : undefined;
  };
  const units = unitsOf(declared, answerOf);
  const farm = await askFarm(surveyed, answerOf);
  // Two hosts of a program may be one engine.
  const seen = new Set<string>();
  const first = declared.hosts.filter(({ engine }) => {
    const key = JSON.stringify(engine);
    return engine === undefined || (!seen.has(key) && seen.add(key));
  });
  return {
    stack,
    ...(update && {
      update: {
        succeeded: update.succeeded,
        ended: update.ended,
        ...(update.commit === undefined ? {} : { commit: update.commit }),
      },
    }),
    pending: pendingIn(deployment),
    hosts: declared.hosts.map(({ name, engine }) => {
      const answer = engines.get(name) ?? { notAsked: "nobody" };
      return {
        name,
        endpoint: engine?.endpoint ?? "",
        engine: "known" in answer ? { known: answer.known.version } : answer,
        notAsked: "known" in answer ? answer.known.notAsked : [],
      };
    }),
    services: units.filter(({ role }) => role === "service" || role === "other"),
    proxies: units.filter(({ role }) => role !== "service" && role !== "other"),
    farm: "known" in farm ? { known: farm.known.servers } : farm,
    certificates: "known" in farm ? { known: farm.known.certificates } : farm,
    volumes: volumesOf(declared, answerOf),
    foreign: first.flatMap(({ name }) => {
      const answer = answerOf(name);
      return answer ? foreignOn(name, answer, { project, declared }) : [];
    }),
  };
}

const patience = 15;

/** Asks the farm inside its container: where its statistics are published, perhaps only its own machine gets to. */
async function askFarm(
  { declared }: Surveyed,
  answerOf: (host: string) => EngineAnswer | undefined,
): Promise<Asked<FarmAnswer>> {
  const farm = declared.containers.find(({ role }) => role === "farm");
  if (!farm) return { notAsked: "there is no farm" };
  const engine = declared.hosts.find(({ name }) => name === farm.host)?.engine;
  const there = answerOf(farm.host)?.containers.find(({ id }) => id === farm.id);
  if (!engine || !there) return { notAsked: "the farm is not there, or its host does not answer" };
  if (there.state !== "running") return { notAsked: "the farm does not run" };
  const { stdout, failure } = await ran(
    onEngine(engine, ["docker", "exec", farm.id, "sh", "-c", farmScript]),
    patience,
  );
  return failure === undefined ? { known: parseFarm(stdout) } : { notAsked: failure };
}
