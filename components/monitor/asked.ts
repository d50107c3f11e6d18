import { npx } from "../shared/npx";
import { quote } from "../shared/shell";
import { people as peopleReceiver, testAlert } from "./alertmanager";
import { deadManReceiver } from "./integrations";
import { clientFile, monitorPorts } from "./layout";
import { requestFunction } from "./request";

/** Scripts that run in the container of Alertmanager, for whoever is let into it. */

const address = `http://127.0.0.1:${monitorPorts.alertmanager}`;
const amtool = `amtool --alertmanager.url=${address} --http.config.file=${clientFile}`;

/** Tells what time it is there, since when Alertmanager runs, and all alerts as JSON, also those that are told nobody. */
export const queryScript = `set -eu
${requestFunction("ask", "alertmanager")}
echo "$(date +%s) $(ask /metrics | awk '/^process_start_time_seconds / { printf "%.0f", $2 }')"
${amtool} alert query --active --output=json`;

/** Runs beside Prometheus: tells its rules, and the names of all figures of the last minutes, each as a line of JSON. */
export const figuresScript = `set -eu
${requestFunction("ask", "prometheus")}
for one in "rules?type=alert" "label/__name__/values?start=$(($(date +%s) - 900))"; do
  ask "/api/v1/$one" | tr -d '\\r' | sed '1,/^$/d'
  echo
done`;

/** How many messages somebody has taken. */
const taken = (receiver: string) =>
  `awk 'index($1, "receiver_name=\\"${receiver}\\"") && /^alertmanager_notification_requests_total/ { count += $2 } index($1, "receiver_name=\\"${receiver}\\"") && /^alertmanager_notification_requests_failed_total/ { count -= $2 } END { print count + 0 }'`;

/** How long receivers may take, in seconds. */
export const testPatience = 30;

/**
 * Sends one message to all receivers, and to whoever waits for the heartbeat; tells how many of the first and of the second
 * have taken it.
 */
export const testScript = (receivers: number, deadMan: boolean, stack: string): string => `set -eu
${requestFunction("ask", "alertmanager")}
figures() { ask /metrics; }
people() { figures | ${taken(peopleReceiver)}; }
waiting() { figures | ${taken(deadManReceiver)}; }
people=$(people) waiting=$(waiting)
now=$(date +%s)
${amtool} alert add ${testAlert} weight=test environment=${quote(stack)} test="$now" \\
  --end="$(date -u -d @$((now + 60)) +%Y-%m-%dT%H:%M:%SZ)" \\
  --annotation=summary='"This is a test"' --annotation=means='"Nothing. That it is over is told as well, in a minute."' --annotation=next='"${npx(`homeport alert --stack ${stack}`)}"'
seconds=0
until [ $(($(people) - people)) -ge ${receivers} ] && [ $(($(waiting) - waiting)) -ge ${deadMan ? 1 : 0} ]; do
  [ $seconds -lt ${testPatience} ] || break
  sleep 1
  seconds=$((seconds + 1))
done
echo "$(($(people) - people)) $(($(waiting) - waiting))"
`;
