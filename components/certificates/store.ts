import { configDirectory } from "../haproxy/text";
import { revisionOf } from "../shared/revision";

/** Where a farm's own certificates are: its user's directory, in a volume that nothing else writes to. */
export const storeDirectory = `${configDirectory}/certificates`;

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

export const pathOf = ({ name }: StoredFile): string => `${storeDirectory}/${name}`;

/**
 * Renders the script that runs inside HAProxy's container, as its user: writes the files so that nobody else reads
 * them, and clears away those that no configuration names any more.
 * @param former shell that writes `former`, a list of certificates that stay in use
 */
export const renderStore = (files: readonly StoredFile[], former = ""): string => `set -eu
umask 077
mkdir -p ${storeDirectory}
cd ${storeDirectory}
${files.map(write).join("")}${former}for file in *; do
  case " ${[...files.map(({ name }) => name), ...(former && ["former"])].join(" ")} " in *" $file "*) continue ;; esac
  grep -qsF -e "$file" ${configDirectory}/haproxy.cfg list-* former /certificates/list || rm -f -- "$file"
done
`;

const write = ({ name, text }: StoredFile): string => `cat > ${name}.new <<'HOMEPORT_FILE'
${text.trimEnd()}
HOMEPORT_FILE
mv ${name}.new ${name}
`;
