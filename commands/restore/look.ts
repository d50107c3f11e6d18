import { posix } from "node:path";
import { closest } from "fastest-levenshtein";
import { copiesPath } from "../../components/backups/layout";
import { quote } from "../../components/shared/shell";
import { runIn } from "../backups/ask";
import type { FoundBackups } from "../backups/find";
import type { ManifestPart } from "../backups/sets";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";

/** What is looked for in a set. */
interface Sought {
  readonly place: string;
  readonly part: ManifestPart;
  /** Within the volume. */
  readonly path: string;
}

/** Where it is in the snapshot: files of the volume, and copies of its databases. */
export interface Located {
  readonly isFile: boolean;
  readonly paths: readonly string[];
}

interface Node {
  readonly path: string;
  readonly type: string;
}

/**
 * Finds a path in a snapshot.
 * @throws Failure where it is not there, with what is beside it.
 */
export async function lookFor(
  backups: FoundBackups,
  { place, part, path }: Sought,
  variables: Variables,
): Promise<Located> {
  const roots = [part.root, copiesPath(part.service, part.volume)];
  const wanted = roots.map((root) => (path === "." ? root : posix.join(root, path)));
  const nodes = await listed(backups, place, part.snapshot, wanted, variables);
  const found = nodes.filter((node) => wanted.includes(node.path));
  if (found.length > 0) {
    const file = found.find(({ type }) => type === "file");
    return file
      ? { isFile: true, paths: [file.path] }
      : { isFile: false, paths: found.map((one) => one.path) };
  }
  const folders = wanted.map(posix.dirname);
  const beside = await listed(backups, place, part.snapshot, folders, variables);
  const names = beside.flatMap(({ path: one }) =>
    folders.includes(posix.dirname(one)) && !roots.includes(one) ? [posix.basename(one)] : [],
  );
  const where = `${part.service}/${part.volume}`;
  const near =
    names.length > 0 ? `; the nearest there is ${JSON.stringify(closest(posix.basename(path), names))}` : "";
  throw new Failure(`--path: the set has no ${JSON.stringify(path)} in ${where}${near}`);
}

/** Paths, and what is in them where they are directories. */
async function listed(
  backups: FoundBackups,
  place: string,
  snapshot: string,
  paths: readonly string[],
  variables: Variables,
): Promise<Node[]> {
  const script = `restic_${place} ls --json ${quote(snapshot)} ${paths.map(quote).join(" ")} | jq -c 'select(.path) | {path, type}'`;
  const told = await runIn(backups, script, variables);
  return told
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}
