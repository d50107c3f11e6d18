import { commandLine, quote } from "../../shared/shell";
import { type KnownTarget, sshDestination, sshOptions } from "./options";

/** How scripts get to a machine over SSH. */
export interface Way {
  readonly target: KnownTarget;
  /** A password is the first line of what goes in. */
  readonly asksPassword: boolean;
  /**
   * The public key that has to be installed on the machine.
   * @default whoever chose the key knows
   */
  readonly publicKey?: string;
}

/**
 * A command that runs a script by `sh`, whatever shell reads it first: fish takes backslashes in quotes for its own, and
 * csh no line end. Nothing but letters stands between these quotes.
 */
export const forAnyShell = (script: string): string => aroundEncoded(Buffer.from(script).toString("base64"));

const aroundEncoded = (encoded: string): string => `sh -c 'eval "$(echo ${encoded}|base64 -d)"'`;

/** The status by which `ssh` says that it, and not the command, has failed. */
const notReached = 255;

/** Renders a script that runs another one as root on a machine. */
export const renderRemote = (way: Way, script: string): string =>
  `${reachFunction(way)}
reach ${quote(asRoot(way, script))}`;

/**
 * Renders the shell function `docker` for scripts that use a machine's engine: it runs there what it is given. Only
 * `docker exec -i` and `docker cp -` read what comes in.
 */
export const renderDocker = (way: Way): string =>
  `${reachFunction(way)}
docker() {
  line=docker
  for word; do line="$line '$(printf '%s\\n' "$word" | sed "s/'/'\\\\\\\\''/g")'"; done
  case "$1 $2" in
    "exec -i" | "cp -") reach "$line" ;;
    *) reach "$line" </dev/null ;;
  esac
}
`;

function reachFunction({ target, publicKey }: Way): string {
  const { name, user, address, port } = target;
  const advice = publicKey
    ? `Check that it is on, and its address, port, user and hostKey; the public key to install for ${user} there, in ~/.ssh/authorized_keys: ${publicKey}`
    : "Check that it is on, and its address, port, user, hostKey and key.";
  return `reach() {
  command -v ssh >/dev/null || { echo 'host ${name}: the "ssh" command was not found; install openssh-client' >&2; return 127; }
  set -- "$(printf '%s' "$1" | base64 | tr -d '\\n')"
  ${commandLine("ssh", ...sshOptions(target), ...sshDestination(target))} "${aroundEncoded("$1").replaceAll('"', '\\"').replace("$(", "\\$(")}" || {
    status=$?
    [ $status -ne ${notReached} ] || echo ${quote(`host ${name}: not reached over SSH as ${user}@${address}, port ${port}.\n  ${advice}`)} >&2
    return $status
  }
}`;
}

/**
 * Renders a look at whether a machine's login shell keeps quiet: what it says would stand before what commands print, and
 * before what the engine answers.
 */
export const renderQuiet = (way: Way): string => {
  const { name, user } = way.target;
  return `${reachFunction(way)}
said=$(reach : </dev/null) || exit
[ -z "$said" ] || {
  printf '%s\\n' ${quote(`host ${name}: the login shell of ${user} writes to every command that runs there:`)} "$(printf '%s\\n' "$said" | head -n 3 | sed 's/^/  /')" '  Let its start-up files (as .bashrc or config.fish) write in interactive shells only.' >&2
  exit 1
}
`;
};

function asRoot({ target, asksPassword }: Way, script: string): string {
  if (target.user === "root") return commandLine("sh", "-c", script);
  const run = commandLine("sh", "-c", script);
  const needsNone = `sudo -k -n true 2>/dev/null`;
  const refused = (why: string) =>
    `{ echo ${quote(`host ${target.name}: ${target.user} cannot become root: ${why}`)} >&2; exit 1; }`;
  const entry = asksPassword
    ? `IFS= read -r password
if ${needsNone}; then exec sudo -n ${run}; fi
printf '%s\\n' "$password" | sudo -k -S -p '' true 2>/dev/null || ${refused("sudo does not take sudoPassword")}
{ printf '%s\\n' "$password"; cat; } | sudo -k -S -p '' ${run}`
    : `${needsNone} || ${refused("sudo is missing or asks for a password; set sudoPassword")}
exec sudo -n ${run}`;
  return commandLine("sh", "-c", entry);
}
