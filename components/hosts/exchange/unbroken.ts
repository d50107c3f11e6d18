import { revisionOf } from "../../shared/revision";
import { quote } from "../../shared/shell";
import type { Thing } from "./thing";

/** How long another run may take beside what is granted to its containers, in seconds. */
const patience = 180;

/**
 * Renders a script that goes on to its end when whoever has started it is killed: what stops one container and starts
 * another must not end in between. The next run waits for it.
 */
export const unbroken = (script: string): string =>
  `set --; setsid -w true 2>/dev/null && set -- setsid -w
# Not in this process's own place: this one is killed.
"$@" sh -c ${quote(`trap '' HUP INT TERM PIPE\n${script}`)}
exit $?`;

/**
 * Shell: one run at a time that exchanges containers of a thing, where the machine has `flock`.
 * @param granted how long containers of the thing may take to end and to get ready, in seconds
 */
export const alone = ({ network, component }: Thing, granted: number): string => {
  // Twice where it goes back.
  const seconds = patience + 2 * granted;
  const lock = `\${TMPDIR:-/tmp}/homeport-$(id -u)-${revisionOf(`${network} ${component}`)}.lock`;
  return `if command -v flock >/dev/null && : 2>/dev/null >> "${lock}"; then
  exec 9>> "${lock}"
  flock -w ${seconds} 9 || { echo "an earlier update is still at work on ${component} after ${seconds} s; try again when it has ended" >&2; exit 1; }
fi`;
};
