import { midway, returning } from "../../components/backups/swap";
import { npx } from "../../components/shared/npx";
import type { Standing } from "../restore/volumes/look";
import { exitCodes, Failure } from "../shared/failure";
import { type Upgraded, upgradeIn } from "./journal";

/** What is to be done, as the volume stands. */
export type Course =
  | "begin"
  /** The data had begun to change places. */
  | "go on"
  /** They have: what is left is the update. */
  | "done"
  | "go back";

/** A database, as it stands. */
export interface Stand extends Pick<Standing, "phase" | "set"> {
  /** As people call it: `wiki-db`, `cloud/db`. */
  readonly part: string;
  /** The server that the state has. */
  readonly server: string;
  /** Whether all that uses the data runs. */
  readonly areRunning: boolean;
}

/** Whose data are in the volume. */
export function dataOf({ phase, set, server }: Pick<Stand, "phase" | "set" | "server">): string {
  const upgrade = upgradeIn(set);
  if (!upgrade) return server;
  return phase === "done" ? upgrade.to : upgrade.from;
}

/**
 * Tells what is to be done.
 * @param wanted the server that is to have the data; undefined for the way back
 * @throws Failure where it cannot be done as it stands.
 */
export function courseOf(stand: Stand, wanted: string | undefined): Course {
  const { phase, set, part, server, areRunning } = stand;
  const upgrade = upgradeIn(set);
  if (!upgrade) isNoRestore(stand);
  if (wanted === undefined) {
    const isKept = upgrade && [...midway, "done", ...returning].includes(phase);
    if (!isKept && areRunning)
      throw new Failure(`--back: nothing is kept of ${part} from before an upgrade that could come back`);
    return "go back";
  }
  if (returning.includes(phase))
    throw new Failure(
      `${part}: a way back was cut off; first: ${npx(`homeport upgrade-database ${part} --back --yes`)}`,
      exitCodes.unfinished,
    );
  if (phase === "done" && upgrade?.to === wanted) return "done";
  if (phase === "undone" && upgrade?.to === server)
    throw new Failure(
      `${part}: its data are of ${upgrade.from} again; give it such an image in the program, and ${npx("pulumi up")}`,
    );
  if (midway.includes(phase)) {
    if (upgrade?.to === wanted) return "go on";
    throw new Failure(
      `--to: an upgrade to ${upgrade?.to} was cut off; an image of that goes on with it, --back gives it up`,
    );
  }
  if (phase === "done") throw new Failure(kept(part, upgrade));
  return "begin";
}

const kept = (part: string, upgrade: Upgraded | undefined): string =>
  `${part}: the data from before ${upgrade ? `the upgrade to ${upgrade.to}` : "a restore"} are kept; ${npx(`homeport restore ${part} --drop --yes`)} gives them up`;

/** @throws Failure where a restore has begun or kept something there. */
function isNoRestore({ part, phase }: Stand): void {
  if ([...midway, ...returning].includes(phase))
    throw new Failure(
      `${part}: a restore of it was cut off; that first: ${npx(`homeport restore ${part} --yes`)}`,
      exitCodes.unfinished,
    );
  if (phase === "done") throw new Failure(kept(part, undefined));
}
