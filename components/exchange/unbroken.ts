import { revisionOf } from "../shared/revision";
import { quote } from "../shared/shell";
import type { Thing } from "./thing";

/** How long another run may take until it has ended, in seconds. */
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

/** Shell: one run at a time that exchanges containers of a thing, where the machine has \`flock\`. */
export const alone = ({ network, component }: Thing): string => {
  const lock = `\${TMPDIR:-/tmp}/homeport-$(id -u)-${revisionOf(`${network} ${component}`)}.lock`;
  return `if command -v flock >/dev/null && : 2>/dev/null >> "${lock}"; then
  exec 9>> "${lock}"
  flock -w ${patience} 9 || { echo "an earlier update is still at work on ${component} after ${patience} s; try again when it has ended" >&2; exit 1; }
fi`;
};
