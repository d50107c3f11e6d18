import { readdirSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../shared/failure";
import type { Notes } from "../notes";
import type { Files } from "../read/source";
import { readApache, virtualHostsOfApache } from "./apache";
import { readNginx, virtualHostsOfNginx } from "./nginx";
import type { VirtualHost } from "./virtualHost";

/**
 * Reads virtual hosts: of a folder's files, of `nginx -T`, or of what Apache tells where its own are.
 * @throws Failure where nothing in them is one.
 */
export function readVirtualHosts(path: string, files: Files, notes: Notes): VirtualHost[] {
  const named = files.kind(path) === "directory" ? filesIn(path) : [path];
  const all = named.flatMap((file) => {
    const text = files.read(file);
    const dumped = [...text.matchAll(/\((\/[^\s():]+):(\d+)\)/g)].map(([, one = ""]) => one);
    return /VirtualHost configuration:/.test(text)
      ? ofDump([...new Set(dumped)], files, notes, file)
      : ofText(text, files.shown(file), notes);
  });
  if (all.length === 0)
    throw new Failure(
      `--vhosts: there is no virtual host in ${files.shown(path)}; example: --vhosts /etc/apache2/sites-enabled, or what \`nginx -T\` prints`,
    );
  return all;
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isFile() || one.isSymbolicLink())
    .map(({ name }) => join(folder, name))
    .sort();

function ofText(text: string, file: string, notes: Notes): VirtualHost[] {
  return /<VirtualHost\b/i.test(text)
    ? virtualHostsOfApache(readApache(text, file), { notes })
    : virtualHostsOfNginx(readNginx(text, file), { notes });
}

/** Apache says where each virtual host stands; what it says itself is there. */
function ofDump(named: readonly string[], files: Files, notes: Notes, dump: string): VirtualHost[] {
  return named.flatMap((file) => {
    if (files.kind(file) === "file") return ofText(files.read(file), file, notes);
    const at = { file: files.shown(dump), line: 1 };
    notes.add(
      "decide",
      at,
      `the virtual hosts of ${file} are not on this machine; name a copy of the folder with --vhosts`,
    );
    return [];
  });
}
