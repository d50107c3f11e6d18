import { revisionOf } from "../../shared/revision";
import { configDirectory } from "./paths";

/** Where lists are that HAProxy reads beside its configuration, and that change while it runs. */
export const liveDirectory = `${configDirectory}/live`;

/** Loopback port of the container at which HAProxy takes orders. */
export const ordersPort = 8407;

/** What lets a HAProxy's lists be changed while it runs. */
export const ordersGlobals: readonly string[] = [
  "# Loopback of the container: names and certificates come and go without a reload.",
  `stats socket ipv4@127.0.0.1:${ordersPort} level admin`,
];

/** A file that a configuration names. Its name tells its content: one that is in use is never written again. */
export interface LiveFile {
  readonly path: string;
  readonly text: string;
}

/** What tells the revision: the last that a change without a reload sets. */
export const revisionFile = (revision: string): LiveFile => liveFile("revision", `revision ${revision}\n`);

/**
 * Names that may come and go by themselves: who is served, by whom, and who asks for passwords. All others stay in the configuration, and
 * a change of theirs is a reload: who has to show a certificate is never decided at another moment than the rest.
 */
const names = /^( +acl (served|named|asks_passwords|for_\S+|below_\S+) var\(txn\.\w+\) -m (str|reg)) (.+)$/;

/** Moves names out of a configuration into files, one for each rule. */
export function outsourced(config: string): { readonly text: string; readonly files: readonly LiveFile[] } {
  const files = new Map<string, LiveFile>();
  const lines: string[] = [];
  let open: { readonly head: string; readonly name: string; readonly values: string[] } | undefined;
  const close = () => {
    if (!open) return;
    const file = liveFile(open.name, `${open.values.join("\n")}\n`);
    files.set(file.path, file);
    lines.push(`${open.head} -f ${file.path}`);
    open = undefined;
  };
  for (const line of config.split("\n")) {
    const [, head = "", acl, matcher, values = ""] = names.exec(line) ?? [];
    if (open?.head !== head) close();
    if (head) open ??= { head, name: `${acl}.${matcher}`, values: [] };
    if (head) open?.values.push(...values.split(" "));
    else lines.push(line);
  }
  close();
  return { text: lines.join("\n"), files: [...files.values()] };
}

export const liveFile = (name: string, text: string): LiveFile => ({
  path: `${liveDirectory}/${name}-${revisionOf(text)}`,
  text,
});

/** The line with which a file ends in a script. */
export const listEnd = "HOMEPORT_LIST";

/** Renders shell that writes the files: those of the configuration before stay. */
export const renderLive = (files: readonly LiveFile[]): string => `mkdir -p ${liveDirectory}
${files
  .map(({ path, text }) => `cat > ${path}.new <<'${listEnd}'\n${text}${listEnd}\nmv ${path}.new ${path}\n`)
  .join("")}`;
