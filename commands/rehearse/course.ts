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

/**
 * Tells what is to be done with all volumes of an environment, which are exchanged together.
 * @param back whether the former data are asked for
 * @param isStopped whether an exchange has stopped the environment, and did not come to start it
 * @throws Failure where there are none.
 */
export function courseOf(
  all: readonly Standing[],
  stack: string,
  { back, isStopped }: { readonly back: boolean; readonly isStopped: boolean },
): Course {
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
