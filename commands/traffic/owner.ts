import { type Claim, claimFor, decide, decisionFor } from "../../components/shared/precedence";
import type { Declared } from "../shared/declared/facts";

interface Owned extends Claim {
  readonly service: string;
}

/** Requests that no service of the state has: names and paths that nobody serves, or what was served until an update. */
export const nobody = "(none)";

/** Tells whose a request is, by what the state says that services serve: as farm and router choose. */
export function ownerBy(serves: Declared["serves"]): (host: string, path: string) => string {
  const claims = Object.entries(serves).flatMap(([service, names]) =>
    names.filter((name) => !name.includes("://")).map((name) => claimOf(service, name)),
  );
  const decisions = decide(claims, () => true);
  return (host, path) => claimFor(decisionFor(decisions, host), path)?.service ?? nobody;
}

function claimOf(service: string, name: string): Owned {
  const at = name.indexOf("/");
  if (at < 0) return { service, domains: [name] };
  return { service, domains: [name.slice(0, at)], pathPrefix: name.slice(at) };
}
