import type { DeclaredHost } from "../shared/declared/facts";
import { Failure } from "../shared/failure";
import { type Engine, secretWay } from "../shared/state";
import type { Variables } from "../shared/surroundings";
import type { Whose } from "../shared/whose";
import { look, sinceWhen } from "./engine";
import { findLeftovers, type Leftover } from "./find";
import type { RecordedObject } from "./recorded";

/** What was found on hosts. */
export interface Gathered {
  readonly left: readonly Leftover[];
  /** Engines that answered, by their hosts. */
  readonly engines: ReadonlyMap<string, Engine>;
  /** Why the others were not looked at. */
  readonly unseen: readonly string[];
}

/** Looks at all hosts at once; one that does not answer keeps nobody from the others. */
export async function gather(
  hosts: readonly DeclaredHost[],
  known: readonly RecordedObject[],
  whose: Whose,
  variables: Variables,
): Promise<Gathered> {
  const engines = new Map<string, Engine>();
  const unseen: string[] = [];
  const answers = hosts.map(async ({ name, engine }) => {
    try {
      if (!engine) throw new Failure(`host ${name}: ${secretWay}`);
      const found = findLeftovers(name, engine.endpoint, await look(name, engine, variables), known, whose);
      return { name, engine, found: await withTimes(engine, found, variables) };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { unseen: error.message };
    }
  });
  const left = (await Promise.all(answers)).flatMap((answer) => {
    if (answer.unseen !== undefined) unseen.push(answer.unseen);
    if (answer.engine) engines.set(answer.name, answer.engine);
    return answer.found ?? [];
  });
  return { left, engines, unseen };
}

async function withTimes(
  engine: Engine,
  found: readonly Leftover[],
  variables: Variables,
): Promise<Leftover[]> {
  const volumes = found.filter(({ kind }) => kind === "volume").map(({ name }) => name);
  const since = await sinceWhen(engine, volumes, variables);
  return found.map((one) => (one.kind === "volume" ? { ...one, since: since[one.name] } : one));
}
