import { quote } from "../../shared/shell";
import { aptFunctions } from "./apt";
import { type DaemonSettings, daemonDefaults, mergeProgram, restartProgram } from "./daemonSettings";
import { engineFunctions } from "./engineShell";
import { marksFolder, marksFunctions } from "./marks";
import { putFunction, renderStep } from "./shell";

/** How long an engine may take until it has read its settings anew, in seconds. */
const reloadSeconds = 15;

/**
 * Renders the script that merges settings into the engine's `daemon.json` and has the engine take them. Containers
 * survive: `live-restore` is active before the engine restarts, and it restarts only where it has to. Where it does not
 * come back, neither do the settings.
 * @param wanted settings that come before those of the machine and before the defaults, with those that other stacks
 * wish of the machine
 */
export const renderDaemon = (host: string, wanted: DaemonSettings): string =>
  renderStep(
    host,
    [aptFunctions, putFunction, engineFunctions, marksFunctions, changeFunctions],
    `need jq
file=/etc/docker/daemon.json
ours=/etc/homeport/daemon.json
earlier=/etc/homeport/daemon.json.earlier
mkdir -p /etc/docker /etc/homeport
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$file" "$work/there" 2>/dev/null || true
[ -s "$work/there" ] || echo '{}' > "$work/there"
jq -es 'length == 1 and (.[0] | type == "object")' "$work/there" >/dev/null 2>"$work/said" || fail "$file is not a JSON object: $(head -n 1 "$work/said")
  It stays as it is. Correct it, or remove it; example: { \\"debug\\": false }"
[ -s "$ours" ] || echo '{}' > "$ours"
# Of one setting, all that wish it wish the same: else no mark would be there.
sed -n 's/^wish daemon\\.[^ ]* //p' ${marksFolder}/* 2>/dev/null | jq -s --argjson own ${quote(JSON.stringify(wanted))} 'add + $own' > "$work/wanted"
keep=false
! is_untold || keep=true
jq -n --slurpfile there "$work/there" --slurpfile ours "$ours" \\
  --argjson defaults ${quote(JSON.stringify(daemonDefaults))} \\
  --slurpfile wishes "$work/wanted" --argjson keep "$keep" \\
  ${quote(mergeProgram)} > "$work/merged"
jq .all "$work/merged" > "$work/all"
! jq -e '."live-restore"' "$work/all" >/dev/null || ! is_in_swarm || fail "the engine is a node of a swarm, with which live-restore does not go: it would not start any more.
  Leave the swarm (docker swarm leave; its last manager with --force), or do without: daemon: { live-restore: false }. Containers then end when the engine restarts."

if [ ! -e "$earlier" ] && jq -es '.[0] == .[1]' "$work/there" "$work/all" >/dev/null; then
  start_engine || fail "the Docker engine does not answer.
$(engine_words)"
else
  change
fi
jq .ours "$work/merged" | put "$ours"`,
  );

// An engine that runs takes live-restore even so, and does not start the next time.
const changeFunctions = `is_in_swarm() {
  state=$(docker info --format '{{.Swarm.LocalNodeState}}' 2>/dev/null) || state=
  if [ -n "$state" ]; then [ "$state" != inactive ]
  else [ -s "$(jq -r '."data-root" // "/var/lib/docker"' "$work/all")/swarm/docker-state.json" ]; fi
}
change() {
  if dockerd --help 2>&1 | grep -q -- --validate; then
    dockerd --validate --config-file "$work/all" >"$work/said" 2>&1 || fail "dockerd refuses the settings; $file stays as it is.
$(tail -n 3 "$work/said" | sed 's/^/  /')"
  fi
  # There until the engine works with the new settings: a run that was cut off is seen by it.
  [ -e "$earlier" ] || put "$earlier" < "$work/there"
  put "$file" < "$work/all"
  if answers; then
    keep_containers
    ! jq -es ${quote(restartProgram)} "$earlier" "$file" >/dev/null || restart_engine || go_back "does not come back"
  else
    start_engine || go_back "does not start"
  fi
  rm "$earlier"
}
keep_containers() {
  kill -HUP "$(cat /run/docker.pid)"
  jq -e '."live-restore"' "$file" >/dev/null || return 0
  within ${reloadSeconds} is_live || go_back "does not take live-restore, without which containers end when it restarts,"
}
is_live() { [ "$(docker info --format '{{.LiveRestoreEnabled}}' 2>/dev/null)" = true ]; }
go_back() {
  words=$(engine_words)
  put "$file" < "$earlier"
  if answers; then kill -HUP "$(cat /run/docker.pid)"; else start_engine || fail "the Docker engine $1 with the new settings, nor with the earlier ones, which are back in $file.
$words"; fi
  rm "$earlier"
  fail "the Docker engine $1 with the new settings; the earlier ones are back in $file.
$words"
}`;
