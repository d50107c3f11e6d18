import { isBelow } from "../shared/below";
import { commandLine } from "../shared/shell";
import { isSame } from "../survey/mounts";

/** A directory of a host that a container is to see, as it was found there. */
export interface FoundDirectory {
  readonly kind: "directory" | "file" | "socket" | "other" | "missing" | "unseen";
  /** Where its links lead. */
  readonly real: string;
  /** Where the engine keeps its own. */
  readonly engine: string;
}

/** Renders a script that tells what a path leads to; that it is missing, only where whoever looks could see it. */
export const lookScript = (directory: string): string => `set -- ${commandLine(directory)}
real=$(readlink -f "$1" 2>/dev/null) || real=$1
above=$1
while [ ! -e "$above" ] && [ "$above" != / ]; do above=$(dirname "$above"); done
if [ -d "$1" ]; then kind=directory
elif [ -f "$1" ]; then kind=file
elif [ -S "$1" ]; then kind=socket
elif [ -e "$1" ]; then kind=other
elif [ -x "$above" ]; then kind=missing
else kind=unseen
fi
printf '%s\\n' "$kind" "$real"
docker info -f '{{.DockerRootDir}}' 2>/dev/null || :`;

/** Reads its answer. */
export function parseLook(answer: string): FoundDirectory | undefined {
  const [kind = "", real = "", engine = ""] = answer.split("\n");
  if (!kinds.has(kind)) return undefined;
  return { kind: kind as FoundDirectory["kind"], real, engine };
}

const kinds = new Set(["directory", "file", "socket", "other", "missing", "unseen"]);

/** What the system runs from, reads or makes up itself. */
const system = [
  "/bin",
  "/boot",
  "/dev",
  "/etc",
  "/lib",
  "/lib32",
  "/lib64",
  "/libx32",
  "/proc",
  "/run",
  "/sbin",
  "/sys",
  "/usr",
  "/var/run",
];
/** What holds such, or all that programs have. */
const above = ["/", "/home", "/root", "/var", "/var/lib"];
/** Parts of it that applications read. */
const readable = ["/etc/letsencrypt", "/etc/ssl/certs", "/etc/pki", "/usr/share", "/usr/local/share"];

/** Whether a directory is the system's, and none for a container's data. */
export const isSystem = (directory: string, readOnly: boolean): boolean =>
  above.includes(directory) ||
  (system.some((one) => isBelow(directory, one)) &&
    !(readOnly && readable.some((one) => isBelow(directory, one))));

/** Why a directory cannot be a container's, where it was found otherwise than it has to be. */
export function directoryProblem(
  host: string,
  directory: string,
  readOnly: boolean,
  { kind, real, engine }: FoundDirectory,
): string | undefined {
  const leads = real === directory ? "" : `, which leads to ${real},`;
  if (kind === "missing")
    return `host ${host} has no directory "${directory}". It is not made by itself: a wrong name would begin empty. Where the name is right: mkdir -p ${directory}, for the user of the container`;
  if (kind === "unseen") return undefined;
  if (kind !== "directory")
    return `"${directory}"${leads} is ${kind === "other" ? "a device or a pipe" : `a ${kind}`} on host ${host}, and no directory; name the directory with the data`;
  if (isSystem(real, readOnly))
    return `"${directory}"${leads} is a directory of the system of host ${host}; ${wayOut}`;
  if (engine && isSame(real, engine))
    return `"${directory}"${leads} is where the engine of host ${host} keeps its own (${engine}); name a volume by existing, or another directory, as /srv/photos`;
  return undefined;
}

export const wayOut = "keep the data in a directory of their own; example: /srv/photos";
