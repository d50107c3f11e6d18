import type { Rehearsal } from "../../components/databases/args";
import { engineLabel, skewProblem } from "../../components/databases/version";
import { npx } from "../../components/shared/npx";
import { isDump, type ManifestPart } from "../backups/sets";
import { lookFor } from "../restore/look";
import type { MountingContainer } from "../restore/volumes/engine";
import { exceptOf, hasRoom, isOurs } from "../restore/volumes/plan";
import { type Sourced, setWith, type WhichSet } from "../restore/which";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { Rehearsed, Side } from "./sides";
import { checkReached } from "./ways";

/** A volume, and what its set has of it. */
export interface Planned extends Omit<Rehearsed, "database"> {
  readonly database?: { readonly server: MountingContainer; readonly rehearsal: Rehearsal };
  readonly part: ManifestPart;
  /** Of files: where they and copies of databases are in the snapshot. */
  readonly paths: readonly string[];
  /** Of files: paths that no set has. */
  readonly except: readonly string[];
}

/** A host, and the set that comes there. */
export interface PlannedSide extends Side, Omit<Sourced, "place"> {
  /** The repository's number. */
  readonly repository: string;
  readonly planned: readonly Planned[];
}

/**
 * Chooses the set for each host, and looks whether it can be brought up there.
 * @throws Failure where it cannot be; nothing has changed.
 */
export async function planOf(side: Side, which: WhichSet, variables: Variables): Promise<PlannedSide> {
  const { from, to, volumes } = side;
  checkScrubs(side);
  const { place, ...sourced } = await setWith(from, volumes, which, variables);
  const { chosen } = sourced;
  isOurs({ backups: from }, chosen);
  await checkReached(side, place, variables);
  hasRoom(to.stack, volumes, chosen);
  const planned = await Promise.all(
    volumes.map(async (one, at): Promise<Planned> => {
      // It has all of them, in this order.
      const part = chosen.parts[at] as ManifestPart;
      const { database, ...rest } = one;
      if (!database?.rehearsal) {
        const { paths } = await lookFor(from, { place, part, path: "." }, variables);
        return { ...rest, part, paths, except: exceptOf(part, to.excepts) };
      }
      const { server, rehearsal } = database;
      const problem = skewProblem(isDump(part) ? part.engine : "files", server.labels[engineLabel] ?? "");
      if (problem !== undefined) throw new Failure(`${one.service}/${one.volume}: ${problem}`);
      return { ...rest, database: { server, rehearsal }, part, paths: [], except: [] };
    }),
  );
  return { ...side, ...sourced, repository: place, planned };
}

function checkScrubs({ volumes, to: { stack } }: Side): void {
  const missing = volumes.filter(({ database }) => database && !database.rehearsal);
  if (missing.length > 0)
    throw new Failure(
      `${missing.map(({ service, volume }) => `${service}/${volume}`).join(", ")}: nothing says what becomes of its data before applications of ${stack} start with them; say it where the program makes the database, and ${npx(`pulumi up --stack ${stack}`)}; example: rehearsal: { scrub: "UPDATE users SET mail = 'nobody@example.org'" }, or { scrub: "none" }`,
    );
}
