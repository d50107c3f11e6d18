if command -v flock >/dev/null && : 2>/dev/null >> "${TMPDIR:-/tmp}/homeport-$(id -u)-e7fcd95afa3c.lock"; then
  exec 9>> "${TMPDIR:-/tmp}/homeport-$(id -u)-e7fcd95afa3c.lock"
  flock -w 184 9 || { echo "an earlier update is still at work on farm after 184 s; try again when it has ended" >&2; exit 1; }
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
container=new
others() {
  seen=$(docker ps --all --no-trunc --filter label=homeport.component --format '{{.Names}}|{{.State}}|{{.Label "homeport.component"}}|{{.Label "homeport.project"}}|{{.Label "homeport.environment"}}|{{.Label "homeport.deploys"}}|{{.Networks}}|{{.Mounts}}') || return
  printf '%s\n' "$seen" | awk '-F|' -v declared=new -v component=farm -v project=homeport -v environment=prod -v service=0 -v network=prod-network-0a1b2c3 -v volumes=prod-farm-config-0a1b2c3 'function among(list, one) { return index("," list ",", "," one ",") > 0 }
function shares(n, i, all) { n = split(volumes, all, ","); for (i = 1; i <= n; i++) if (among($8, all[i])) return 1; return 0 }
$1 == "" || among(declared, $1) || ($6 != "") != service { next }
($3 == component && $4 == project && $5 == environment && among($7, network)) || ((service || $3 == component) && shares()) { print $1, $2 }'
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
  all=$(others) || { echo "the engine does not tell which containers of farm there are" >&2; exit 1; }
  former=$(printf '%s\n' "$all" | awk '$2 == "running" || $2 == "restarting" || $2 == "paused" { print $1 }')
}
halt() {
  grace=$(docker inspect -f '{{.Config.StopTimeout}}' "$@" 2>/dev/null | awk -v grace=2 '$1 + 0 > grace { grace = $1 } END { print grace }')
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
inside() { docker exec "$1" sh -c "$2" >/dev/null 2>&1; }
works() {
  [ -n "$all" ] || return 0
  inside "$container" '[ -f /var/lib/haproxy/haproxy.cfg ] || exit 0
deadline=$(($(date +%s) + 10))
until wget -q -T 2 -O /dev/null http://127.0.0.1:8406/; do
  [ "$(date +%s)" -lt "$deadline" ] || exit 1
  sleep 0.1
done' && return
  echo "$container does not work: $(plight "$container")" >&2
  { echo "the last lines that ""$container"" logged:"; docker logs --tail 20 "$container" 2>&1 | awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
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
look
for one in $former; do inside "$one" 'asked=$(sed -n '\''s/^ *maxconn \([0-9]*\)$/\1/p'\'' /var/lib/haproxy/haproxy.cfg | head -n 1)
if [ "${asked:-0}" -gt 2000 ]; then
  cp /var/lib/haproxy/haproxy.cfg /var/lib/haproxy/haproxy.cfg.old
  sed "s/^\( *maxconn\) $asked$/\1 2000/" /var/lib/haproxy/haproxy.cfg.old > /var/lib/haproxy/haproxy.cfg.new
  mv /var/lib/haproxy/haproxy.cfg.new /var/lib/haproxy/haproxy.cfg
fi'; done
swap && works || {
  back || { echo "nothing ran before that could run again" >&2; exit 1; }
  for one in $former; do inside "$one" 'if [ -f /var/lib/haproxy/haproxy.cfg.old ]; then mv /var/lib/haproxy/haproxy.cfg.old /var/lib/haproxy/haproxy.cfg; kill -USR2 1; fi'; done
  echo "$former runs again, as before" >&2
  exit 1
}
clear_away