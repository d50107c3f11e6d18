import type { Declared } from "../../shared/declared/facts";
import { declaredIn } from "../../shared/declared/read";
import { type Engine, secretWay } from "../../shared/state";
import type { Variables } from "../../shared/surroundings";
import type { Asked } from "../facts/asked";
import { askEngine, type EngineAnswer } from "./engine";
import type { StackAnswer } from "./pulumi";

/** A stack, and what the engines of its hosts answered, by the hosts' names. */
export interface Surveyed extends StackAnswer {
  readonly declared: Declared;
  readonly engines: ReadonlyMap<string, Asked<EngineAnswer>>;
}

/** Asks the engines of all hosts at once. Several stacks, and several hosts of one, may share an engine: it is asked once. */
export async function survey(
  project: string,
  stacks: readonly StackAnswer[],
  variables: Variables,
): Promise<Surveyed[]> {
  const all = stacks.map((one) => ({ ...one, declared: declaredIn(one.deployment) }));
  const ids = new Set(all.flatMap(({ declared }) => declared.containers.map(({ id }) => id)));
  const begun = new Map<string, Promise<Asked<EngineAnswer>>>();
  const ask = (engine: Engine | undefined): Promise<Asked<EngineAnswer>> => {
    if (!engine) return Promise.resolve({ notAsked: secretWay });
    const key = keyOf(engine);
    const asked =
      begun.get(key) ??
      askEngine(engine, variables, ({ id, labels }) => ids.has(id) || labels["homeport.project"] === project);
    begun.set(key, asked);
    return asked;
  };
  return Promise.all(
    all.map(async (one) => {
      const answers = one.declared.hosts.map(async ({ name, engine }) => [name, await ask(engine)] as const);
      return { ...one, engines: new Map(await Promise.all(answers)) };
    }),
  );
}

/** The same of engines that are one. */
export const keyOf = (engine: Engine): string => JSON.stringify(engine);

/** What the engine of a host answered; undefined where it did not. */
export const answerFrom = (engines: Surveyed["engines"], host: string): EngineAnswer | undefined => {
  const answer = engines.get(host);
  return answer && "known" in answer ? answer.known : undefined;
};
