import { revisionOf } from "../../shared/revision";
import { configDirectory } from "../haproxy/paths";
import { offeredList, takenList } from "../haproxy/taken";

/** What a HAProxy's certificates are for: visitors, or the wire between farms and routers. */
export type StoreName = "certificates" | "wire";

/** Where a HAProxy's own certificates are: its user's directory, in a volume that nothing else writes to. */
export const storeDirectory = (store: StoreName): string => `${configDirectory}/${store}`;

/** A file of the store. Its name tells its content: one that is in use is never written again. */
export interface StoredFile {
  readonly name: string;
  readonly text: string;
}

/** @param told what the name is made from: never a key */
export const storedFile = (base: string, told: string, text: string): StoredFile => ({
  name: `${base}-${revisionOf(told)}`,
  text,
});

/** Path of a file of the store for visitors. */
export const pathOf = (file: StoredFile): string => pathIn("certificates", file);

export const pathIn = (store: StoreName, { name }: StoredFile): string => `${storeDirectory(store)}/${name}`;

/**
 * Renders the script that runs inside HAProxy's container, as its user: writes the files so that nobody else reads
 * them, and clears away those that no configuration names any more.
 * @param former shell that writes `former`, a list of certificates that stay in use
 */
export const renderStore = (store: StoreName, files: readonly StoredFile[], former = ""): string => `set -eu
umask 077
mkdir -p ${storeDirectory(store)}
cd ${storeDirectory(store)}
${files.map(write).join("")}${former}for file in *; do
  case " ${[...files.map(({ name }) => name), ...(former && ["former"])].join(" ")} " in *" $file "*) continue ;; esac
  grep -qsF -e "$file" ${configDirectory}/haproxy.cfg list-* former ${offeredList} ${takenList} || rm -f -- "$file"
done
`;

const write = ({ name, text }: StoredFile): string => `cat > ${name}.new <<'HOMEPORT_FILE'
${text.trimEnd()}
HOMEPORT_FILE
sync ${name}.new
mv ${name}.new ${name}
`;
