groups() {
  if [ -f "$1/cgroup.controllers" ]; then
    groups=$1 usage=memory.current limit=memory.max idle=inactive_file kills=memory.events
  else
    groups=$1/memory usage=memory.usage_in_bytes limit=memory.limit_in_bytes idle=total_inactive_file kills=memory.oom_control
  fi
  all=$(find "$groups" -type d -name '*[0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f][0-9a-f]*' 2>/dev/null)
}
group() { echo "$all" | grep -m 1 "$1[^/]*$"; }
figures() {
  groups "$1"
  echo "$all" | xargs stat -c '%Y %n' 2>/dev/null | awk -v now="$(date +%s)" -v young=900 -v wanted="$2" \
    -v usage=$usage -v limit=$limit -v idle=$idle -v kills=$kills 'function first(file, line) { line = ""; getline line < file; close(file); return line }
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
{ since[++count] = $1; path[count] = $2; last[count] = $2; sub(/.*\//, "", last[count]) }
END {
  while ((getline line < (wanted ".former")) > 0) former[++formers] = line
  while ((getline line < wanted) > 0) {
    split(line, word, " ")
    labels = "{kind=\"" word[2] "\",service=\"" word[3] "\",container=\"" word[4] "\"}"
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
}' | sort
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