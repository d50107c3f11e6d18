import type { EnvironmentFacts } from "../facts";
import type { Finding } from "./finding";

/** A host that does not answer, and what the others could not say. */
export const judgeHosts = ({ hosts }: EnvironmentFacts): Finding[] =>
  hosts.flatMap(({ name, engine, notAsked }): Finding[] => {
    const about = `host ${name}`;
    if ("notAsked" in engine) return [{ weight: "wrong", about, what: `could not ask: ${engine.notAsked}` }];
    return notAsked.map((what) => ({ weight: "notice", about, what: `could not ask: ${what}` }));
  });
