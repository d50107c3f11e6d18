import { Failure } from "../preview/failure";
import type { Engine } from "../promote/state";
import { look, sinceWhen } from "./engine";
import { findLeftovers, type Leftover, type Whose } from "./find";
import type { RecordedHost, RecordedObject } from "./recorded";

/** What was found on hosts. */
export interface Gathered {
  readonly left: readonly Leftover[];
  /** Engines that answered, by their hosts. */
  readonly engines: ReadonlyMap<string, Engine>;
  /** Why the others were not looked at. */
  readonly unseen: readonly string[];
}

/** Looks at one host after the other; one that does not answer keeps nobody from the others. */
export function gather(
  hosts: readonly RecordedHost[],
  known: readonly RecordedObject[],
  whose: Whose,
): Gathered {
  const engines = new Map<string, Engine>();
  const unseen: string[] = [];
  const left = hosts.flatMap(({ name, engine }) => {
    try {
      if (!engine) throw new Failure(`host ${name}: the way to its engine is a secret of the state`);
      const found = findLeftovers(name, engine.endpoint, look(name, engine), known, whose);
      engines.set(name, engine);
      return withTimes(engine, found);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      unseen.push(error.message);
      return [];
    }
  });
  return { left, engines, unseen };
}

function withTimes(engine: Engine, found: readonly Leftover[]): Leftover[] {
  const volumes = found.filter(({ kind }) => kind === "volume").map(({ name }) => name);
  const since = sinceWhen(engine, volumes);
  return found.map((one) => (one.kind === "volume" ? { ...one, since: since[one.name] } : one));
}
