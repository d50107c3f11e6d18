import { putFunction, secretFiles } from "../shared/secretFiles";
import { pollFunction, quote } from "../shared/shell";
import { configDirectory, dataDirectory, secretsDirectory, watchMount } from "./layout";

/** What a program is told, by the names of the files. */
export interface TwoKinds {
  readonly config: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

/** Shell that is true once somebody listens at a port of the container's own. */
export const listens = (port: number): string =>
  `cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | grep -q ':${port.toString(16).toUpperCase().padStart(4, "0")} [0-9A-F]*:0000 0A'`;

/** How long a program may take until it listens, in seconds. */
const patience = 60;

/** Exists once a program has its files. */
const readyFile = `${watchMount}/ready`;

/** Shell: waits for the files of the first deployment, and becomes the program. */
export const renderStart = (run: string): string => `trap 'exit 0' TERM INT
until [ -f ${readyFile} ]; do sleep 1; done
${run}`;

/** Shell that fails where a program that has its files does not listen in time. */
export const renderWorks = (port: number): string => `[ -f ${readyFile} ] || exit 0
${pollFunction}
listens() { ${listens(port)}; }
poll ${patience} listens`;

/** What a program is told, and how. */
export interface Telling {
  readonly kinds: TwoKinds;
  /** Shell that fails where the files of the directory it is in are not sound. */
  readonly check: string;
  readonly port: number;
  /** Whom its files are for: root alone, or whoever is in its container. */
  readonly mask: "077" | "022";
  /** Shell that has it read them. */
  readonly reload: string;
}

/**
 * Renders the script that runs in a program's container at a deployment: it hands over files, of which those before stay in
 * force where the new ones are not sound, and has the program read them.
 */
export const renderTold = ({
  kinds: { config, secrets },
  check,
  port,
  mask,
  reload,
}: Telling): string => `set -eu
umask ${mask}
${pollFunction}
${putFunction}
mkdir -p ${dataDirectory} ${configDirectory}
${secretFiles(secretsDirectory, secrets)}
rm -rf ${watchMount}/next
mkdir ${watchMount}/next
cd ${watchMount}/next
${Object.entries(config)
  .map(([name, text]) => `printf %s ${quote(text)} > ${name}`)
  .join("\n")}
said=$(${check} 2>&1) || { echo "$said" >&2; exit 1; }
cd /
for one in ${watchMount}/next/*; do mv "$one" ${configDirectory}/; done
listens() { ${listens(port)}; }
if [ -f ${readyFile} ]; then ${reload}; else : > ${readyFile}; fi
poll ${patience} listens || { echo "nobody listens at port ${port} after ${patience} s" >&2; exit 1; }
`;
