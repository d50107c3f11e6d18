import { pollFunction } from "../../shared/shell";
import { atRuntime, type Further } from "./atRuntime";
import { liveDirectory, renderLive } from "./live";
import { configDirectory, configPath, maintenanceDirectory, maintenancePath, revisionPort } from "./paths";
import { quicMissed } from "./quic";
import { locateFunction, serverStates } from "./states";
import { takenName } from "./taken";
import { type ConfigFile, statesPath, statesPrefix } from "./text";

/** How long HAProxy's container may take to look at the certificates that it is offered first, in seconds. */
const takeSeconds = 60;

/** How long HAProxy may take to change over to a new configuration, in seconds. */
const reloadSeconds = 15;

/** For how long HAProxy is believed that it has changed without a reload, in seconds. */
const believedSeconds = 3;

/**
 * Renders the script that runs inside HAProxy's container: the configuration is validated first, then moved
 * into place, then taken over without a break: by a reload, unless names and certificates alone are others. The
 * script ends when HAProxy answers with the new revision. What is in place is on the disk: a power cut leaves one
 * configuration or the other. Where anything fails, the earlier configuration goes on.
 * @param further what else than names and certificates may be others without a reload
 */
export function renderApply({ text, revision, live }: ConfigFile, further?: Further): string {
  const states = serverStates(text);
  const change = live ? `at_runtime ${configPath}.old ${configPath} || reload` : "reload";
  return `set -eu
${text.includes(takenName) ? awaitSet : ""}${keptList(text)}${states ? writeStates(states) : ""}${live ? renderLive(live) : ""}cat > ${configPath}.new <<'HOMEPORT_CONFIG'
${text}HOMEPORT_CONFIG
said=$(haproxy -c -dW -f ${configPath}.new 2>&1) || { echo "HAProxy refuses the configuration:" >&2; echo "$said" >&2; exit 1; }
${quicMissed(text)}${live ? `${atRuntime("change-applied", further)}\n` : ""}reloaded=no
reload() { reloaded=yes; kill -USR2 1; }
first=yes
if [ -f ${configPath} ]; then first=no; cp ${configPath} ${configPath}.old; fi
sync ${[...(live ?? []).map(({ path }) => path), `${configPath}.new`].join(" ")}
mv ${configPath}.new ${configPath}
if [ $first = no ]; then ${change}; fi
began=$(date +%s)
until [ "$(wget -q -T 2 -O - http://127.0.0.1:${revisionPort}/ 2>/dev/null)" = ${revision} ]; do
  waited=$(($(date +%s) - began))
  if [ $waited -ge ${reloadSeconds} ]; then
    if [ $first = no ]; then mv ${configPath}.old ${configPath}; kill -USR2 1; fi
    echo "HAProxy has not changed over within ${reloadSeconds} s; the earlier configuration is back" >&2
    exit 1
  fi
  if [ $first$reloaded = nono ] && [ $waited -ge ${believedSeconds} ]; then reload; fi
  sleep 0.1
done
rm -f ${configPath}.old
sync ${configDirectory}
${states ? removeOthers(statesPrefix, [statesPath(states)]) : ""}${
  live
    ? removeOthers(
        `${liveDirectory}/`,
        live.map(({ path }) => path),
      )
    : ""
}`;
}

// A first configuration may come before the first look: without a set, HAProxy would refuse it.
const awaitSet = `${pollFunction}
poll ${takeSeconds} test -f ${takenName} || { echo "HAProxy's container has not looked at the certificates within ${takeSeconds} s" >&2; exit 1; }
`;

/** Shell that sees to a list of services under maintenance where a configuration reads one: who is on it stays there. */
export const keptList = (config: string): string =>
  config.includes(maintenancePath)
    ? `mkdir -p ${maintenanceDirectory}\n[ -f ${maintenancePath} ] || : > ${maintenancePath}\n`
    : "";

const writeStates = (states: string): string => `cat > ${statesPath(states)}.new <<'HOMEPORT_STATES'
${states}HOMEPORT_STATES
mv ${statesPath(states)}.new ${statesPath(states)}
${locateFunction}
locate ${statesPath(states)}
`;

// Those of the earlier configuration stay until it cannot come back any more.
const removeOthers = (prefix: string, kept: readonly string[]): string =>
  `for file in ${prefix}*; do case " ${kept.join(" ")} " in *" $file "*) ;; *) rm -f "$file" ;; esac; done
`;
