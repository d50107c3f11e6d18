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

/**
 * Shell: `figures ROOT WANTED` tells of each container that is expected whether it runs, since when, and what memory it
 * has, from the kernel's groups. Both layouts of the kernel are read; a container's first process takes its group along when it ends.
 * Where an update has left the one before in its place, that one is it.
 */
export const figuresFunction = `${groupsFunction}
former() {
  slot="$1 \${2%-*}"
  grep " $slot-[^-]*$" "$3" 2>/dev/null | while read -r id _; do group "$id" && break; done
}
figures() {
  groups "$1"
  while read -r id kind service container; do
    labels="{kind=\\"$kind\\",service=\\"$service\\",container=\\"$container\\"}"
    echo "homeport_container_wanted$labels 1"
    group=$(group "$id")
    if [ -z "$group" ] || { [ -s "$2.former" ] && [ "$(($(date +%s) - $(stat -c %Y "$group")))" -lt ${young} ]; }; then
      former=$(former "$service" "$container" "$2.former")
      group=\${former:-$group}
    fi
    if [ -z "$group" ]; then echo "homeport_container_running$labels 0"; continue; fi
    echo "homeport_container_running$labels 1"
    echo "homeport_container_start_seconds$labels $(stat -c %Y "$group")"
    used=$(cat "$group/$usage" 2>/dev/null) may=$(cat "$group/$limit" 2>/dev/null)
    unused=$(sed -n "s/^$idle //p" "$group/memory.stat" 2>/dev/null)
    [ -z "$used" ] || echo "homeport_container_memory_bytes$labels $((used > \${unused:-0} ? used - \${unused:-0} : 0))"
    killed=$(sed -n 's/^oom_kill //p' "$group/$kills" 2>/dev/null)
    [ -z "$killed" ] || echo "homeport_container_kills$labels $killed"
    case $may in
      "" | max | ?????????????????*) ;;
      *) echo "homeport_container_limit_bytes$labels $may" ;;
    esac
  done < "$2" | sort
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
