import type { EnvironmentFacts } from "../facts";
import type { Finding } from "./finding";

/** Whom the farm gets no answer from. That the farm itself does not run is said elsewhere. */
export function judgeFarm({ farm, proxies }: EnvironmentFacts): Finding[] {
  const own = proxies.find(({ role }) => role === "farm");
  if (!own) return [];
  if ("notAsked" in farm)
    return own.containers.some(({ standing }) => standing === "healthy" || standing === "running")
      ? [{ weight: "wrong", about: own.name, what: `could not ask: ${farm.notAsked}` }]
      : [];
  return farm.known
    .filter(({ answers }) => !answers)
    .map(({ section, name, check }) => ({
      weight: "wrong",
      about: own.name,
      what: `it gets no answer from ${name} (${section}: ${check})`,
    }));
}
