import { midway, type Phase, returning } from "../../components/backups/swap";
import { brought, type Standing } from "../restore/volumes/look";
import { Failure } from "../shared/failure";

/** What is to be done, as the volumes stand. */
export type Course =
  | "begin"
  /** An exchange that was cut off goes on, to the new data. */
  | "go on"
  /** The former data come back. */
  | "go back"
  /** The former data are in place: what was brought goes, and what was stopped is started. */
  | "give up";

/** A host, as far as that is needed. */
type OnHost<One extends Standing = Standing> = { readonly volumes: readonly One[] };

const setsOn = ({ volumes }: OnHost): string[] => [
  ...new Set(volumes.flatMap(({ phase, set }) => (phase === "done" || phase === "ready" ? [set] : []))),
];

/** All volumes, as of one set where each host's are: they are exchanged together, and each host gives its own sets their names. */
export function together<One extends Standing>(sides: readonly OnHost<One>[]): One[] {
  const [first] = sides.flatMap(setsOn);
  return sides.flatMap((side) => {
    const sets = setsOn(side);
    return side.volumes.map((one) =>
      first !== undefined && sets.length === 1 && one.set === sets[0] ? { ...one, set: first } : one,
    );
  });
}

/**
 * Tells what is to be done with all volumes of an environment, which are exchanged together.
 * @param back whether the former data are asked for
 * @param isStopped whether an exchange has stopped the environment, and did not come to start it
 * @throws Failure where there are none.
 */
export function courseOf(
  sides: readonly OnHost[],
  stack: string,
  { back, isStopped }: { readonly back: boolean; readonly isStopped: boolean },
): Course {
  const all = together(sides);
  const some = (...phases: readonly Phase[]) => all.filter(({ phase }) => phases.includes(phase));
  if (back) {
    if (some(...midway, ...returning, "done").length > 0) return "go back";
    if (isStopped || some(...brought).length > 0) return "give up";
    throw new Failure(`--back: nothing is kept of ${stack} that could come back`);
  }
  if (some(...returning).length > 0) return "go back";
  if (some(...midway).length > 0) return "go on";
  const [done, ready] = [some("done"), some("ready")];
  const sets = new Set([...done, ...ready].map(({ set }) => set));
  // Each volume takes its turn: it was cut off between two, or before all was started.
  const isBetween = done.length > 0 && (ready.length > 0 || isStopped);
  return isBetween && done.length + ready.length === all.length && sets.size === 1 ? "go on" : "begin";
}

/** Volumes that keep what was there before an exchange, which makes room for another one. */
export const keeping = <One extends Standing>(all: readonly One[]): One[] =>
  all.filter(({ phase }) => phase === "done" || phase === "undone" || phase === "drop");
