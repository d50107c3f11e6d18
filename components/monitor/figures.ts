import { quote } from "../shared/shell";
import { configDirectory, wantedFile, watchMount } from "./layout";

/** Where the agent has the kernel's groups of its host, to be read alone. */
export const groupsMount = "/groups";

/** Where it leaves figures for node_exporter. */
export const figuresDirectory = "/tmp/figures";

/** Shell: `groups ROOT` finds the kernel's groups of containers. A group has the name of its container's id in it, wherever the engine has put it. */
const groupsFunction = `groups() {
  if [ -f "$1/cgroup.controllers" ]; then
    groups=$1 usage=memory.current limit=memory.max idle=inactive_file kills=memory.events
  else
    groups=$1/memory usage=memory.usage_in_bytes limit=memory.limit_in_bytes idle=total_inactive_file kills=memory.oom_control
  fi
  all=$(find "$groups" -type d -name '*[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]*' 2>/dev/null)
}
group() { echo "$all" | grep -m 1 "$1[^/]*$"; }`;

/** Seconds: what a failed update left is started again and again beside the one that goes on. */
const young = 900;

/** One process for all of them: processor time is what each one that is started takes. It is told what groups there are, since when. */
const tellFigures = `function first(file, line) { line = ""; getline line < file; close(file); return line }
function named(file, name, line) {
  while ((getline line < file) > 0) if (index(line, name " ") == 1) { close(file); return substr(line, length(name) + 2) }
  close(file)
  return ""
}
function of(id, at) { for (at = count; at > 0 && !index(last[at], id); at--); return at }
function before(service, slot, at, found, words) {
  for (at = 1; at <= formers; at++) {
    split(former[at], words, " ")
    if (words[3] == service && slotOf(words[4]) == slot && (found = of(words[1]))) return found
  }
  return 0
}
function slotOf(container) { sub(/-[^-]*$/, "", container); return container }
function tell(name, value) { print "homeport_container_" name labels " " value }
{ since[++count] = $1; path[count] = $2; last[count] = $2; sub(/.*\\//, "", last[count]) }
END {
  while ((getline line < (wanted ".former")) > 0) former[++formers] = line
  while ((getline line < wanted) > 0) {
    split(line, word, " ")
    labels = "{kind=\\"" word[2] "\\",service=\\"" word[3] "\\",container=\\"" word[4] "\\"}"
    tell("wanted", 1)
    group = of(word[1])
    if (!group || (formers && now - since[group] < young)) group = (found = before(word[3], slotOf(word[4]))) ? found : group
    tell("running", group ? 1 : 0)
    if (!group) continue
    tell("start_seconds", since[group])
    used = first(path[group] "/" usage); unused = named(path[group] "/memory.stat", idle)
    if (used != "") tell("memory_bytes", sprintf("%.0f", used + 0 > unused + 0 ? used - unused : 0))
    killed = named(path[group] "/" kills, "oom_kill")
    if (killed != "") tell("kills", killed)
    limited = first(path[group] "/" limit)
    if (limited ~ /^[0-9]+$/ && length(limited) < 17) tell("limit_bytes", limited)
  }
}`;

/**
 * Shell: `figures ROOT WANTED` tells of each container that is expected whether it runs, since when, and what memory it
 * has, from the kernel's groups. Both layouts of the kernel are read; a container's first process takes its group along when it ends.
 * Where an update has left the one before in its place, that one is it.
 */
export const figuresFunction = `${groupsFunction}
figures() {
  groups "$1"
  echo "$all" | xargs stat -c '%Y %n' 2>/dev/null | awk -v now="$(date +%s)" -v young=${young} -v wanted="$2" \\
    -v usage=$usage -v limit=$limit -v idle=$idle -v kills=$kills ${quote(tellFigures)} | sort
}`;

/**
 * Shell that keeps, beside the containers that are expected from now on, those before them, and of those before these what still runs:
 * where an update fails, they go on. It runs in the directory of the new files.
 */
export const keepFormer = (root: string, config: string): string => `{ ${groupsFunction}
groups ${root}
{ cat ${config}/${wantedFile}
  cat ${config}/${wantedFile}.former | while read -r id rest; do [ -z "$(group "$id")" ] || echo "$id $rest"; done
} 2>/dev/null | sort -u | while read -r id rest; do grep -q "^$id " ${wantedFile} || echo "$id $rest"; done > ${wantedFile}.former; }`;

/** Where the agent, which owns nothing, tries whether the disk takes anything. */
const probeDirectory = `${watchMount}/probe`;
export const makeProbe = `mkdir -p ${probeDirectory} && chmod 777 ${probeDirectory}`;

/** Shell: a file system that gave itself up is still mounted to be written to, by what kernels from 6.12 on say. */
const writableFunction = `writable() {
  if (echo written > ${probeDirectory}/written) 2>/dev/null; then echo "homeport_disk_writable 1"; else echo "homeport_disk_writable 0"; fi
}`;

/** Prometheus takes the lines of one figure together. */
const collectors = ["filesystem", "meminfo", "stat", "textfile", "time", "vmstat"];

/**
 * Shell that runs node_exporter for the host's own figures, and beside it a loop for those of containers.
 * @param listen port of node_exporter
 */
export const renderAgent = (
  listen: number,
  webFile: string,
  everySeconds: number,
): string => `${figuresFunction}
${writableFunction}
child= exporter=
stop() { kill $child $exporter 2>/dev/null; exit 0; }
trap stop TERM INT
mkdir -p ${figuresDirectory}
node_exporter --web.listen-address=:${listen} --web.config.file=${webFile} --web.disable-exporter-metrics --log.level=warn \\
  --collector.disable-defaults --collector.vmstat.fields='^oom_kill$' \\
  ${collectors.map((one) => `--collector.${one}`).join(" ")} --collector.textfile.directory=${figuresDirectory} &
exporter=$!
while kill -0 $exporter 2>/dev/null; do
  { figures ${groupsMount} ${configDirectory}/${wantedFile}; writable; } > ${figuresDirectory}/containers.new
  mv ${figuresDirectory}/containers.new ${figuresDirectory}/containers.prom
  sleep ${everySeconds} &
  child=$!
  wait $child
done
exit 1`;

/** A container that is expected on a host. */
export interface WantedContainer {
  readonly id: string;
  /** Of a service, of what its requests go through, or of something beside. */
  readonly kind: "served" | "proxy" | "beside";
  readonly service: string;
  readonly name: string;
}

export const renderWanted = (wanted: readonly WantedContainer[]): string =>
  wanted
    .map(({ id, kind, service, name }) => `${id} ${kind} ${service} ${name}\n`)
    .sort()
    .join("");
