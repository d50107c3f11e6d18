# start cloud/db
if command -v flock >/dev/null && : 2>/dev/null >> "${TMPDIR:-/tmp}/homeport-$(id -u)-72f5a19d2898.lock"; then
  exec 9>> "${TMPDIR:-/tmp}/homeport-$(id -u)-72f5a19d2898.lock"
  flock -w 360 9 || { echo "an earlier update is still at work on cloud/db after 360 s; try again when it has ended" >&2; exit 1; }
fi
plight() {
  for try in 1 2 3 4 5 6 7 8 9 10; do
    fares=$(docker inspect -f '{{.State.Status}} {{.State.OOMKilled}} {{.State.ExitCode}} {{.RestartCount}} {{.HostConfig.Memory}}' "$1" 2>/dev/null) || { echo "it is gone"; return; }
    case $fares in "running "*" 0 "*) break ;; "running "*) sleep 0.2 ;; *) break ;; esac
  done
  echo "$fares" | while read -r state killed status restarts memory; do
    case $state in running) [ $restarts -gt 0 ] || { echo "it runs"; break; } ;; created) echo "it was not started"; break ;; esac
    if [ $state = running ]; then ended="it ends again and again"
    elif [ $killed = true ]; then ended="it ran out of memory, of which it has $((memory / 1048576)) MiB, and was killed"
    else ended="it ended with exit status $status"; fi
    case $restarts in 0) echo "$ended" ;; 1) echo "$ended, and was started again once" ;; *) echo "$ended, and was started again $restarts times" ;; esac
  done
}
poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
ailing() { docker inspect -f '{{slice .Name 1}} {{.State.Health.Status}}' cloud-db-0-1a2b3c4 | awk '$2 != "healthy" { print $1; exit }'; }
healthy() { [ -z "$(ailing)" ]; }
healthy_in_time() {
  poll 60 healthy && return
  failed=$(ailing)
  echo "$failed is not healthy after 60 s: $(plight "$failed"); its health command says:" >&2
  docker inspect -f '{{with .State.Health}}{{range .Log}}{{.ExitCode}} {{.Output}}{{end}}{{end}}' "$failed" 2>/dev/null | tail -n 3 | awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
{ shown = ""
  for (at = 1; at <= length($0);) {
    found = ""
    for (i = 1; i <= n; i++)
      if (length(hidden[i]) > length(found) && substr($0, at, length(hidden[i])) == hidden[i]) found = hidden[i]
    shown = shown (found == "" ? substr($0, at, 1) : "[secret]")
    at += found == "" ? 1 : length(found)
  }
  print shown }' >&2
  { echo "the last lines that ""$failed"" logged:"; docker logs --tail 20 "$failed" 2>&1 | awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
{ shown = ""
  for (at = 1; at <= length($0);) {
    found = ""
    for (i = 1; i <= n; i++)
      if (length(hidden[i]) > length(found) && substr($0, at, length(hidden[i])) == hidden[i]) found = hidden[i]
    shown = shown (found == "" ? substr($0, at, 1) : "[secret]")
    at += found == "" ? 1 : length(found)
  }
  print shown }'; } >&2
  return 1
}
ready() {
  for one in cloud-db-0-1a2b3c4; do
    [ -z "$(docker inspect -f '{{with .State.Health}}yes{{end}}' "$one")" ] || continue
    echo "$one is waited for until it is healthy, and its image has no health check. Say how that is known; example: health: { command: [\"pg_isready\"] }" >&2
    return 1
  done
  healthy_in_time
}
container=cloud-db-0-1a2b3c4
others() {
  seen=$(docker ps --all --no-trunc --filter label=homeport.application=cloud --format '{{.Names}}|{{.State}}|{{.Label "homeport.component"}}|{{.Label "homeport.project"}}|{{.Label "homeport.environment"}}|{{.Label "homeport.deploys"}}|{{.Networks}}|{{.Mounts}}|{{.Label "homeport.application"}}') || return
  printf '%s\n' "$seen" | awk '-F|' -v declared=cloud-db-0-1a2b3c4 -v component=cloud/db -v project=home -v environment=prod -v service=1 -v network=cloud-network-1a2b3c4 -v volumes=cloud_db -v application=cloud -v parts=cloud/app,cloud/db 'function among(list, one) { return index("," list ",", "," one ",") > 0 }
function shares(n, i, all) { n = split(volumes, all, ","); for (i = 1; i <= n; i++) if (among($8, all[i])) return 1; return 0 }
$1 == "" || among(declared, $1) || $9 != application || $4 != project || $5 != environment { next }
($3 == component && (among($7, network) || shares())) || (!among(parts, $3) && shares()) { print $1, $2 }'
}
start() {
  said=$(docker start "$1" 2>&1 >/dev/null) && return
  at=$(printf '%s\n' "$said" | grep -oE '([0-9]+(\.[0-9]+){3}|\[[0-9a-f:]+\]):[0-9]+' | head -n 1)
  echo "$1 does not start: $(cause "$1")" >&2
  return 1
}
cause() {
  case $said in
    *"cannot assign requested address"*)
      echo "its machine does not have the address ${at%:*}, at which port ${at##*:} is to be published."
      echo "  Choose one of those that \"ip -brief address\" lists there, or 0.0.0.0 for all of IPv4, and :: for all there are." ;;
    *"port is already allocated"*)
      echo "port ${at##*:} is held by $(holder publish="${at##*:}")."
      echo "  Choose another port; or stop that one, unless it is another environment's." ;;
    *"address already in use"*)
      echo "port ${at##*:} of ${at%:*} is held by another program of its machine."
      echo "  Stop the one that \"ss -ltnp sport = :${at##*:}\" shows there, or choose another port." ;;
    *"Address already in use"*)
      address=$(docker inspect -f '{{range .NetworkSettings.Networks}}{{with .IPAMConfig}}{{.IPv4Address}}{{end}}{{end}}' "$1")
      echo "its address in the environment's network, $address, is held by $(neighbour "$1" "$address")."
      echo "  Remove that one with \"docker rm -f\"." ;;
    *"error mounting"*"no such file or directory"* | *"bind source path does not exist"*)
      echo "its machine does not have $(printf '%s\n' "$said" | sed -n -e 's/.*bind source path does not exist: \(.*\)/\1/p' -e 's/.*error mounting "\([^"]*\)".*/\1/p' | head -n 1) any more."
      echo "  Mount its disk, or give the directory back its name." ;;
    *"executable file not found"* | *"no such file or directory"*)
      echo "the image has no program $(printf '%s\n' "$said" | sed -n 's/.*exec: "\([^"]*\)".*/"\1"/p' | head -n 1), which it is to run."
      echo "  Look at its command, and at the entry point of its image." ;;
    *) printf '%s\n' "$said" | grep -v '^Error: failed to start' | sed 's/^Error response from daemon: //' ;;
  esac
}
holder() {
  who=$(docker ps --filter "$1" --format 'the container {{.Names}}{{with .Label "homeport.environment"}} of the environment {{.}}{{end}}' | head -n 1)
  echo "${who:-another container}"
}
neighbour() {
  name=$(docker inspect -f '{{range $name, $_ := .NetworkSettings.Networks}}{{$name}}{{end}}' "$1")
  who=$(docker network inspect -f '{{range .Containers}}{{.IPv4Address}} {{.Name}}{{"\n"}}{{end}}' "$name" | awk -v at="$2" 'index($1, at "/") == 1 { print "the container " $2 }')
  echo "${who:-another container}"
}
look() {
  all=$(others) || { echo "the engine does not tell which containers of cloud/db there are" >&2; exit 1; }
  former=$(printf '%s\n' "$all" | awk '$2 == "running" || $2 == "restarting" || $2 == "paused" { print $1 }')
}
halt() {
  grace=$(docker inspect -f '{{.Config.StopTimeout}}' "$@" 2>/dev/null | awk -v grace=30 '$1 + 0 > grace { grace = $1 } END { print grace }')
  docker stop -t "$grace" "$@" >/dev/null
}
swap() {
  { [ -z "$former" ] || halt $former; } && start "$container"
}
ended_last() {
  [ -z "$all" ] || docker inspect -f '{{.State.FinishedAt}} {{slice .Name 1}}' $(printf '%s\n' "$all" | awk '{ print $1 }') | sort | awk '$1 !~ /^0001/ { last = $2 } END { print last }'
}
back() {
  : "${former:=$(ended_last)}"
  [ -n "$former" ] || return 1
  halt "$container"
  for one in $former; do start "$one" || return 1; done
}
clear_away() {
  gone=$(printf '%s\n' "$all" | awk '{ print $1 }')
  [ -z "$gone" ] || { halt $gone; docker rm --force $gone; } >/dev/null 2>&1 || :
}
may_start() {
  running=$(docker ps --quiet --no-trunc) || { echo "the engine does not tell which containers run" >&2; return 1; }
  [ -n "$running" ] || return 0
  strangers=$(docker inspect -f '{{$name := slice .Name 1}}{{$whose := printf "%s\t%s\t%s\t%s" (index .Config.Labels "homeport.project") (index .Config.Labels "homeport.environment") (index .Config.Labels "homeport.application") (index .Config.Labels "homeport.component")}}{{range .Mounts}}{{if .RW}}{{printf "%s\t%s\t%s\t%s\t%s\n" $name $whose .Type .Name .Source}}{{end}}{{end}}' $running 2>/dev/null | awk -F'\t' -v project=home -v environment=prod -v application=cloud 'function within(a, b) { return index(a "/", b == "/" ? b : b "/") == 1 }
function tell(path, what) { printf "%s: the container \"%s\" writes to %s, and is not of this application\n", path, $1, what }
NF < 8 || ($2 == project && $3 == environment && ($4 == application || $5 ~ /^(dumper|sweeper)$/)) { next }
$6 == "volume" && $7 == "cloud_db" { tell("cloud.volumes.db", "the volume cloud_db") }
$6 == "bind" && (within($8, "/srv/photos") || within("/srv/photos", $8)) { tell("cloud.volumes.photos", "/srv/photos, as " $8) }')
  [ -n "$strangers" ] || return 0
  printf '%s\n' "$strangers" >&2
  echo '  Two programs that write to the same data destroy them, and nothing of cloud was started.' >&2
  echo "  Stop what is named, and what would start it again (docker update --restart=no); where both are made for that, say shared: true of the volume" >&2
  return 1
}
may_start || exit 1
look
swap && ready || {
  back || { echo "nothing ran before that could run again" >&2; exit 1; }
  echo "$former runs again, as before" >&2
  exit 1
}
clear_away
