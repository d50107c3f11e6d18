groups() {
  if [ -f "$1/cgroup.controllers" ]; then
    groups=$1 usage=memory.current limit=memory.max idle=inactive_file kills=memory.events
  else
    groups=$1/memory usage=memory.usage_in_bytes limit=memory.limit_in_bytes idle=total_inactive_file kills=memory.oom_control
  fi
  all=$(find "$groups" -type d -name '*[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]*' 2>/dev/null)
}
group() { echo "$all" | grep -m 1 "$1[^/]*$"; }
former() {
  slot="$1 ${2%-*}"
  grep " $slot-[^-]*$" "$3" 2>/dev/null | while read -r id _; do group "$id" && break; done
}
figures() {
  groups "$1"
  while read -r id kind service container; do
    labels="{kind=\"$kind\",service=\"$service\",container=\"$container\"}"
    echo "homeport_container_wanted$labels 1"
    group=$(group "$id")
    if [ -z "$group" ] || { [ -s "$2.former" ] && [ "$(($(date +%s) - $(stat -c %Y "$group")))" -lt 900 ]; }; then
      former=$(former "$service" "$container" "$2.former")
      group=${former:-$group}
    fi
    if [ -z "$group" ]; then echo "homeport_container_running$labels 0"; continue; fi
    echo "homeport_container_running$labels 1"
    echo "homeport_container_start_seconds$labels $(stat -c %Y "$group")"
    used=$(cat "$group/$usage" 2>/dev/null) may=$(cat "$group/$limit" 2>/dev/null)
    unused=$(sed -n "s/^$idle //p" "$group/memory.stat" 2>/dev/null)
    [ -z "$used" ] || echo "homeport_container_memory_bytes$labels $((used > ${unused:-0} ? used - ${unused:-0} : 0))"
    killed=$(sed -n 's/^oom_kill //p' "$group/$kills" 2>/dev/null)
    [ -z "$killed" ] || echo "homeport_container_kills$labels $killed"
    case $may in
      "" | max | ?????????????????*) ;;
      *) echo "homeport_container_limit_bytes$labels $may" ;;
    esac
  done < "$2" | sort
}
writable() {
  if (echo written > /watch/probe/written) 2>/dev/null; then echo "homeport_disk_writable 1"; else echo "homeport_disk_writable 0"; fi
}
child= exporter=
stop() { kill $child $exporter 2>/dev/null; exit 0; }
trap stop TERM INT
mkdir -p /tmp/figures
node_exporter --web.listen-address=:9100 --web.config.file=/watch/secrets/web.yml --web.disable-exporter-metrics --log.level=warn \
  --collector.disable-defaults --collector.vmstat.fields='^oom_kill$' \
  --collector.filesystem --collector.meminfo --collector.stat --collector.textfile --collector.time --collector.vmstat --collector.textfile.directory=/tmp/figures &
exporter=$!
while kill -0 $exporter 2>/dev/null; do
  { figures /groups /watch/config/wanted; writable; } > /tmp/figures/containers.new
  mv /tmp/figures/containers.new /tmp/figures/containers.prom
  sleep 30 &
  child=$!
  wait $child
done
exit 1