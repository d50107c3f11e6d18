import { pollFunction } from "../../shared/shell";
import { locateFunction, serverStates } from "./states";
import { takenName } from "./taken";
import { type ConfigFile, configDirectory, configPath, revisionPort, statesPath, statesPrefix } from "./text";

/** How long HAProxy's container may take to look at the certificates that it is offered first, in seconds. */
const takeSeconds = 60;

/** How long HAProxy may take to change over to a new configuration, in seconds. */
const reloadSeconds = 15;

/**
 * Renders the script that runs inside HAProxy's container: the configuration is validated first, then moved
 * into place, then loaded without a break; the script ends when HAProxy answers with the new revision. What is in place is on
 * the disk: a power cut leaves one configuration or the other.
 * Where anything fails, the earlier configuration goes on.
 */
export function renderApply({ text, revision }: ConfigFile): string {
  const states = serverStates(text);
  return `set -eu
${text.includes(takenName) ? awaitSet : ""}${states ? writeStates(states) : ""}cat > ${configPath}.new <<'HOMEPORT_CONFIG'
${text}HOMEPORT_CONFIG
said=$(haproxy -c -dW -f ${configPath}.new 2>&1) || { echo "HAProxy refuses the configuration:" >&2; echo "$said" >&2; exit 1; }
first=yes
if [ -f ${configPath} ]; then first=no; cp ${configPath} ${configPath}.old; fi
sync ${configPath}.new
mv ${configPath}.new ${configPath}
if [ $first = no ]; then kill -USR2 1; fi
deadline=$(($(date +%s) + ${reloadSeconds}))
until [ "$(wget -q -T 2 -O - http://127.0.0.1:${revisionPort}/ 2>/dev/null)" = ${revision} ]; do
  if [ "$(date +%s)" -ge "$deadline" ]; then
    if [ $first = no ]; then mv ${configPath}.old ${configPath}; kill -USR2 1; fi
    echo "HAProxy has not changed over within ${reloadSeconds} s; the earlier configuration is back" >&2
    exit 1
  fi
  sleep 0.1
done
rm -f ${configPath}.old
sync ${configDirectory}
${states ? removeOthers(states) : ""}`;
}

// A first configuration may come before the first look: without a set, HAProxy would refuse it.
const awaitSet = `${pollFunction}
poll ${takeSeconds} test -f ${takenName} || { echo "HAProxy's container has not looked at the certificates within ${takeSeconds} s" >&2; exit 1; }
`;

const writeStates = (states: string): string => `cat > ${statesPath(states)}.new <<'HOMEPORT_STATES'
${states}HOMEPORT_STATES
mv ${statesPath(states)}.new ${statesPath(states)}
${locateFunction}
locate ${statesPath(states)}
`;

// Those of the earlier configuration stay until it cannot come back any more.
const removeOthers = (states: string): string =>
  `for file in ${statesPrefix}*; do [ "$file" = ${statesPath(states)} ] || rm -f "$file"; done
`;
