import { quote } from "../shared/shell";
import { deadManReceiver, people, testAlert } from "./alertmanager";
import { clientFile, monitorPorts, passwordFile, watcher } from "./layout";

/** Scripts that run in the container of Alertmanager, for whoever is let into it. */

const address = `http://127.0.0.1:${monitorPorts.alertmanager}`;
const amtool = `amtool --alertmanager.url=${address} --http.config.file=${clientFile}`;

/** Tells all alerts as JSON, also those that are told nobody. */
export const queryScript = `${amtool} alert query --active --output=json`;

/** What was asked of a receiver's servers, and how often in vain. */
const counted = (receiver: string) =>
  `awk -v receiver='receiver_name="${receiver}"' 'index($1, receiver) && /^alertmanager_notification_requests_total/ { all += $2 } index($1, receiver) && /^alertmanager_notification_requests_failed_total/ { lost += $2 } END { print all + 0, lost + 0 }'`;

/** How long receivers may take, in seconds. */
export const testPatience = 30;

/**
 * Sends one message to all receivers, and tells how many got it; then of the heartbeat how many were sent, and how many of
 * these nobody took.
 */
export const testScript = (receivers: number, stack: string): string => `set -eu
figures() { wget -q -O - --header "Authorization: Basic $(printf '${watcher}:%s' "$(cat ${passwordFile})" | base64 | tr -d '\\n')" ${address}/metrics; }
taken() { figures | ${counted(people)} | { read -r all lost; echo $((all - lost)); }; }
before=$(taken)
now=$(date +%s)
${amtool} alert add ${testAlert} weight=page environment=${quote(stack)} test="$now" \\
  --end="$(date -u -d @$((now + 60)) +%Y-%m-%dT%H:%M:%SZ)" \\
  --annotation=summary='This is a test' --annotation=means='Nothing. That it is over is told as well, in a minute.' --annotation=next='nothing'
seconds=0
while [ $(($(taken) - before)) -lt ${receivers} ] && [ $seconds -lt ${testPatience} ]; do sleep 1; seconds=$((seconds + 1)); done
echo "$(($(taken) - before)) $(figures | ${counted(deadManReceiver)})"
`;
