import { Failure } from "../shared/failure";
import { nearestOf } from "../shared/nearest";

/**
 * Reads which set each host is to have: each has its own, which have names of their own.
 * @param asked a name, where one host alone is rehearsed, or `attic=20261128T031500Z`
 * @param hosts those that are rehearsed
 * @returns names by their hosts; a host that is not in it has the newest
 * @throws Failure where a host is not there, or said twice, or where nobody says whose set it is.
 */
export function setsOf(asked: readonly string[], hosts: readonly string[]): ReadonlyMap<string, string> {
  const sets = new Map<string, string>();
  const [only = "", ...others] = hosts;
  for (const one of asked) {
    const at = one.indexOf("=");
    if (at < 0 && others.length > 0)
      throw new Failure(
        `--set: each of ${hosts.join(", ")} has sets of its own; say which host's it is: --set ${only}=${one}`,
      );
    const host = at < 0 ? only : one.slice(0, at);
    if (!hosts.includes(host))
      throw new Failure(`--set: no host ${JSON.stringify(host)} is rehearsed; ${nearestOf(host, hosts)}`);
    if (sets.has(host))
      throw new Failure(`--set: host ${host} is said twice: ${sets.get(host)} and ${one}; leave one out`);
    const set = one.slice(at + 1);
    if (set === "") throw new Failure(`--set: ${one} names no set; example: --set ${host}=20261128T031500Z`);
    sets.set(host, set);
  }
  return sets;
}
