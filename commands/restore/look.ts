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
  const where = `${part.service}/${part.volume}`;
  const other = found.find(({ type }) => !["file", "dir"].includes(type));
  if (other) throw new Failure(await noFile(backups, { place, part, path }, other, variables));
  if (found.length > 0) {
    const file = found.find(({ type }) => type === "file");
    return file
      ? { isFile: true, paths: [file.path] }
      : { isFile: false, paths: found.map((one) => one.path) };
  }
  const folders = wanted.map(posix.dirname);
  const above = wanted.flatMap((one, at) => waysTo(one, roots[at] ?? ""));
  const beside = await listed(backups, place, part.snapshot, above, variables);
  const link = beside.find((one) => one.type === "symlink" && above.includes(one.path));
  if (link) {
    const own = roots.reduce((path, root) => path.replace(`${root}/`, ""), link.path);
    const told = await noFile(backups, { place, part, path: own }, link, variables);
    throw new Failure(told);
  }
  const names = beside.flatMap(({ path: one }) =>
    folders.includes(posix.dirname(one)) && !roots.includes(one) ? [posix.basename(one)] : [],
  );
  const near =
    names.length > 0 ? `; the nearest there is ${JSON.stringify(closest(posix.basename(path), names))}` : "";
  throw new Failure(`--path: the set has no ${JSON.stringify(path)} in ${where}${near}`);
}

/** All directories above a path, up to the volume's own. */
const waysTo = (path: string, root: string): string[] =>
  path.length <= root.length ? [] : [posix.dirname(path), ...waysTo(posix.dirname(path), root)];

const kinds: Readonly<Record<string, string>> = {
  symlink: "a link",
  fifo: "a pipe",
  socket: "a socket",
  dev: "a device",
  chardev: "a device",
};

/** Why a path is not brought, and which one is to be named instead. */
async function noFile(
  backups: FoundBackups,
  { place, part, path }: Sought,
  { path: at, type }: Node,
  variables: Variables,
): Promise<string> {
  const what = `--path: ${JSON.stringify(path)} in ${part.service}/${part.volume} is ${kinds[type] ?? type}`;
  if (type !== "symlink")
    return `${what}, and no file or directory: it comes with the directory that it is in`;
  const target = (await runIn(backups, linkScript(place, part.snapshot, at), variables)).trim();
  const inside = posix.normalize(posix.join(posix.dirname(path), target));
  const is = `${what}${target === "" ? "" : ` to ${JSON.stringify(target)}`}`;
  if (target === "" || target.startsWith("/") || inside.startsWith(".."))
    return `${is}; as a link, it comes with the directory that it is in: --path ${quote(posix.dirname(path))}`;
  return `${is}; what it leads to is brought by --path ${quote(inside)}`;
}

/** Shell: where a link leads, which restic tells of nothing but a link that it has made. */
const linkScript = (place: string, snapshot: string, path: string): string => {
  const name = posix.basename(path).replace(/[*?[\\]/g, "\\$&");
  return `limit=120
made=$state/tmp/link-$$
restic_${place} restore ${quote(`${snapshot}:${posix.dirname(path)}`)} --include ${quote(`/${name}`)} --target $made > /dev/null 2>&1
readlink $made/${quote(posix.basename(path))} || :
rm -rf $made`;
};

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
