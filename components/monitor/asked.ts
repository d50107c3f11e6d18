import { npx } from "../shared/npx";
import { quote } from "../shared/shell";
import { beatLabel, people as peopleReceiver, testAlert } from "./alertmanager";
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

/**
 * Runs beside Prometheus: tells what time it is there, and since when it has its files, then its rules, and the names of all figures of
 * the last minutes, each as a line of JSON.
 */
export const figuresScript = `set -eu
${requestFunction("ask", "prometheus")}
echo "$(date +%s) $(ask /metrics | awk '/^prometheus_config_last_reload_success_timestamp_seconds / { printf "%.0f", $2 }')"
for one in "rules?type=alert" "label/__name__/values?start=$(($(date +%s) - 900))"; do
  ask "/api/v1/$one" | tr -d '\\r' | sed '1,/^$/d'
  echo
done`;

/** Runs beside Prometheus, and says nothing where that does not answer. */
export const worksScript = `set -eu
${requestFunction("ask", "prometheus")}
ask /-/ready | head -1 | grep -w 200`;

/** Of each way of a receiver, how many messages it has taken: `email=2` and the like, on a line. */
const taken = (receiver: string) =>
  `awk 'index($1, "receiver_name=\\"${receiver}\\"") && /^alertmanager_notification_requests_(failed_)?total/ {
  way = $1; sub(/.*integration="/, "", way); sub(/".*/, "", way)
  count[way] += /_failed_total/ ? -$2 : $2
} END { for (way in count) printf "%s=%d ", way, count[way] }'`;

/** How long receivers may take, in seconds. */
export const testPatience = 30;

/**
 * Sends one message to all receivers, and to whoever waits for the heartbeat; tells, on a line each, how many of the first and of
 * the second had been taken before, and have been now, by their ways.
 * @param beats whether it is sent as a heartbeat, too
 */
export const testScript = (receivers: number, beats: boolean, stack: string): string => `set -eu
${requestFunction("ask", "alertmanager")}
figures() { ask /metrics; }
people() { figures | ${taken(peopleReceiver)}; }
waiting() { figures | ${taken(deadManReceiver)}; }
total() { echo "$1" | tr ' ' '\\n' | awk -F= '{ all += $2 } END { print all + 0 }'; }
before=$(people) beats=$(waiting)
people=$(total "$before") waiting=$(total "$beats")
now=$(date +%s)
at() { date -u -d @"$1" +%Y-%m-%dT%H:%M:%SZ; }
${amtool} alert add ${testAlert} weight=test environment=${quote(stack)} test="$now" ${beatLabel}=${beats ? "yes" : "no"} \\
  --start="$(at "$now")" --end="$(at $((now + 60)))" \\
  --annotation=summary='"This is a test"' --annotation=means='"Nothing. That it is over is told as well, in a minute."' --annotation=next='"${npx(`homeport alert --stack ${stack}`)}"'
seconds=0
until [ $(($(total "$(people)") - people)) -ge ${receivers} ] && [ $(($(total "$(waiting)") - waiting)) -ge ${beats ? 1 : 0} ]; do
  [ $seconds -lt ${testPatience} ] || break
  sleep 1
  seconds=$((seconds + 1))
done
printf '%s\\n' "before $before" "after $(people)" "beats $(($(total "$(waiting)") - waiting))"
`;
