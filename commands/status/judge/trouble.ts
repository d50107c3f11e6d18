import type { ContainerFacts } from "../facts/units";
import { ago } from "../render/units";
import type { Finding } from "./finding";

/** Enough to tell a container that starts in vain from one that failed once. */
const manyRestarts = 3;
const shortly = 10 * 60_000;
const day = 24 * 3_600_000;

/** What is told of one that runs again. */
export const wasKilled = "was ended by the kernel for want of memory";

/** What happened to one that is well at this moment. */
export function troubleOf(one: ContainerFacts, now: number): Pick<Finding, "weight" | "what">[] {
  const { name, since, restarts, outOfMemory } = one;
  if (since === undefined) return [];
  const age = now - Date.parse(since);
  const started = `started again ${ago(since, now)}`;
  if (outOfMemory)
    return [
      {
        weight: age < day ? "wrong" : "notice",
        what: `${name} ${wasKilled}, and ${started}`,
      },
    ];
  if (restarts >= manyRestarts && age < shortly)
    return [{ weight: "wrong", what: `${name} ends again and again: ${restarts} times, ${started}` }];
  return [];
}
