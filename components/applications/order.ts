import type { ApplicationArgs } from "./args";

type Parts = Pick<ApplicationArgs, "containers" | "jobs">;

/** For each container and job, the names of those that are in place before it starts. */
export function waitsOf({ containers, jobs = {} }: Parts): ReadonlyMap<string, readonly string[]> {
  const jobsLike = (container: string) => Object.keys(jobs).filter((job) => jobs[job]?.like === container);
  return new Map([
    ...Object.entries(jobs).map(([name, job]) => [name, jobWaits(job, containers)] as const),
    ...Object.entries(containers).map(
      ([name, { after = {} }]) => [name, [...new Set([...Object.keys(after), ...jobsLike(name)])]] as const,
    ),
  ]);
}

/** A job needs what its container needs; which of its container's jobs comes first is for them to say. */
const jobWaits = (
  { like, after }: NonNullable<Parts["jobs"]>[string],
  containers: Parts["containers"],
): string[] =>
  Object.entries(after ?? containers[like]?.after ?? {})
    .filter(([, condition]) => after !== undefined || condition !== "done")
    .map(([name]) => name);

/** @returns names that wait for one another, the first one again at the end; undefined where there are none. */
export function circleIn(waits: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const circleFrom = (name: string, above: readonly string[]): string[] | undefined => {
    if (above.includes(name)) return [...above.slice(above.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const next of waits.get(name) ?? []) {
      const found = circleFrom(next, [...above, name]);
      if (found) return found;
    }
    done.add(name);
    return undefined;
  };
  for (const name of waits.keys()) {
    const found = circleFrom(name, []);
    if (found) return found;
  }
  return undefined;
}

/** @returns all names, each behind those that it waits for. */
export function inOrder(waits: ReadonlyMap<string, readonly string[]>): string[] {
  const sorted = new Set<string>();
  const put = (name: string): void => {
    if (sorted.has(name)) return;
    for (const before of waits.get(name) ?? []) put(before);
    sorted.add(name);
  };
  for (const name of waits.keys()) put(name);
  return [...sorted];
}
