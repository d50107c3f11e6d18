if command -v flock >/dev/null && : 2>/dev/null >> "${TMPDIR:-/tmp}/homeport-$(id -u)-2e935b92e604.lock"; then
  exec 9>> "${TMPDIR:-/tmp}/homeport-$(id -u)-2e935b92e604.lock"
  flock -w 320 9 || { echo "an earlier update is still at work on blog after 320 s; try again when it has ended" >&2; exit 1; }
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
listens() {
  if sockets=$(docker exec "$1" cat /proc/net/tcp 2>/dev/null); then
    echo listed
    { printf '%s\n' "$sockets"; docker exec "$1" cat /proc/net/tcp6 2>/dev/null; } | awk -v own=' 0100007F 00000000000000000000000001000000 0000000000000000FFFF00000100007F ' 'function value(hex, i, n) { for (i = 1; i <= length(hex); i++) n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1; return n }
$4 == "0A" && split($2, at, ":") == 2 && at[1] != "0B00007F" { print (index(own, " " at[1] " ") ? "loopback" : "all"), value(at[2]) }' | sort -u -k 2n -k 1
  else
    tried="$(docker inspect -f '{{range $port, $_ := .Config.ExposedPorts}}{{$port}} {{end}}' "$1" 2>/dev/null | sed 's|/[a-z]*||g')80 3000 3001 4000 5000 5173 8000 8008 8080 8081 8443 8888 9000 9090"
    docker exec -i -u 0:65532 router sh -c 'name=$1; shift
for port; do case " $seen " in *" $port "*) continue ;; esac; seen="$seen $port"; nc -w 1 "$name" "$port" -e true </dev/null >/dev/null 2>&1 && echo "all $port"; done; :' sh "$1" $tried </dev/null 2>/dev/null
  fi
}
not_ready() {
  name=$1; answer=$(echo "$2" | tr '\n' ' ' | sed 's/ *$//')
  plight=$(plight "$name")
  case $plight in "it runs") listens=$(listens "$name") ;; *) listens= ;; esac
  ports=$(listed all); closed=$(listed loopback)
  case $answer in
    HTTP/*) found=$answer ;;
    *"bad address"*) found="its name is not found in the network" ;;
    *"timed out"*) found="no answer within 3 s" ;;
    *refused*) found="no connection: refused" ;;
    *) found="no answer${answer:+: $answer}" ;;
  esac
  case $plight in
    "it runs") judge "$answer" ;;
    *"out of memory"*) way="give it more memory; example: limits: { memory: \"512MiB\" }" ;;
    *) way="what it logged may say why" ;;
  esac
  echo "$name is not ready after 60 s." >&2
  echo "  asked: "'GET /health at port 8080, as blog.example.org by https' >&2
  echo "  found: $found; $plight" >&2
  echo "  expected: a status from 200 to 399" >&2
  echo "  way out: $way" >&2
}
listed() { printf '%s\n' "$listens" | awk -v kind="$1" '$1 == kind { printf "%s%s", n++ ? ", " : "", $2 }'; }
judge() {
  case $1 in
    HTTP/*" 401"*) way='name a path that needs no password, or say that this is the answer; example: readiness: { kind: "http", path: "/", status: 401 }' ;;
    HTTP/*" 403"*) way='name a path that everyone may see; example: readiness: { kind: "http", path: "/health" }' ;;
    HTTP/*" 404"*) way='name a path that there is; example: readiness: { kind: "http", path: "/health" }' ;;
    HTTP/*" 400"*) way='have it answer to the name blog.example.org, or say which name or path it answers; example: readiness: { kind: "http", path: "/", host: "blog.example.org" }; where it speaks HTTPS alone, say so: protocol: "https"' ;;
    HTTP/*" 4"*) way='have it answer to the name blog.example.org, or say which name or path it answers; example: readiness: { kind: "http", path: "/", host: "blog.example.org" }' ;;
    HTTP/*) way="the application itself says that it cannot serve: what it logged may say why" ;;
    *) case ", $ports, / $closed " in
      *", 8080, "*)
        plight="$plight, and listens at port 8080"
        way='have it speak HTTP there, or say what else it speaks; example: protocol: "https"' ;;
      *" 8080 "* | *" 8080,"*)
        plight="$plight, and listens at port 8080 of 127.0.0.1 alone"
        way="have it listen at 0.0.0.0: who asks is another container" ;;
      ", , / "[0-9]*)
        plight="$plight, and listens at 127.0.0.1 alone, port $closed"
        way="have it listen at 0.0.0.0, port 8080: who asks is another container" ;;
      ", "[0-9]*)
        plight="$plight, and listens at port $ports, not at 8080"
        way="have it listen at port 8080, or say where it listens; example: port: ${ports%%,*}" ;;
      *)
        [ -z "$listens" ] || plight="$plight, and listens at no port"
        way='if it takes its time to start, give it more; example: readySeconds: 120' ;;
    esac ;;
  esac
}
publish() {
  failed=$(docker exec -i -u 0:65532 router sh) && return
  answer=$(printf '%s\n' "$failed" | tail -n +2 | awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
{ shown = ""
  for (at = 1; at <= length($0);) {
    found = ""
    for (i = 1; i <= n; i++)
      if (length(hidden[i]) > length(found) && substr($0, at, length(hidden[i])) == hidden[i]) found = hidden[i]
    shown = shown (found == "" ? substr($0, at, 1) : "[secret]")
    at += found == "" ? 1 : length(found)
  }
  print shown }')
  failed=$(printf '%s\n' "$failed" | head -n 1)
  [ -z "$failed" ] || not_ready "$failed" "$answer"
  { echo "the last lines that ""${failed:-router}"" logged:"; docker logs --tail 20 "${failed:-router}" 2>&1 | awk 'BEGIN { n = split(ENVIRON["HOMEPORT_HIDDEN"], hidden, "\n") }
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
container=new
others() {
  seen=$(docker ps --all --no-trunc --filter label=homeport.component --format '{{.Names}}|{{.State}}|{{.Label "homeport.component"}}|{{.Label "homeport.project"}}|{{.Label "homeport.environment"}}|{{.Label "homeport.deploys"}}|{{.Networks}}|{{.Mounts}}') || return
  printf '%s\n' "$seen" | awk '-F|' -v declared=new -v component=blog -v project=homeport -v environment=prod -v service=1 -v network=prod-network-0a1b2c3 -v volumes=data 'function among(list, one) { return index("," list ",", "," one ",") > 0 }
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
  all=$(others) || { echo "the engine does not tell which containers of blog there are" >&2; exit 1; }
  former=$(printf '%s\n' "$all" | awk '$2 == "running" || $2 == "restarting" || $2 == "paused" { print $1 }')
}
halt() {
  grace=$(docker inspect -f '{{.Config.StopTimeout}}' "$@" 2>/dev/null | awk -v grace=10 '$1 + 0 > grace { grace = $1 } END { print grace }')
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
look
swap && publish || {
  # The route tells who has served until now.
  served=$(docker exec router sed -n 's|.*url: [a-z0-9]*://\(.*\):[0-9]*$|\1|p' /etc/traefik/routes/blog.yml 2>/dev/null)
  served=" $(echo $served) "
  case $served in *" $container "*) exit 1 ;; esac
  known=$(printf '%s\n' "$all" | awk -v served="$served" 'index(served, " " $1 " ") { print $1 }')
  [ -z "$known" ] || former=$known
  back || exit 1
  set -- $former
  docker exec -i -u 0:65532 router sh -c 'poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
export RES_OPTIONS=no-aaaa
probe() {
  said=$(timeout 3 nc -w 3 "${1%:*}" "${1#*:}" -e sh -c '\''printf '\''\'\'''\''%s\r\n'\''\'\'''\'' "$@"
end=$(printf '\''\'\'''\''\r'\''\'\'''\'') status=
while IFS= read -r line; do
  line=${line%"$end"}
  case $line in
    HTTP/*\ 1[0-9][0-9]*) ;;
    HTTP/*) [ -n "$status" ] || { status=$line; echo "$line" >&2; } ;;
    [Ll]ocation:*) [ -z "$status" ] || echo "to$(echo "${line#*:}" | sed '\''\'\'''\''s/^ */ /'\''\'\'''\'')" >&2 ;;
    '\''\'\'''\'''\''\'\'''\'') [ -z "$status" ] || exit 0 ;;
  esac
done'\'' ask '\''GET /health HTTP/1.1'\'' '\''Host: blog.example.org'\'' '\''Accept-Encoding: identity'\'' '\''User-Agent: homeport'\'' '\''X-Forwarded-For: 172.30.71.254'\'' '\''X-Forwarded-Host: blog.example.org'\'' '\''X-Forwarded-Port: 443'\'' '\''X-Forwarded-Proto: https'\'' '\''X-Real-IP: 172.30.71.254'\'' '\''Connection: close'\'' '\'''\'' </dev/null 2>&1) \
    || [ -n "$said" ] || said="timed out"
  echo "$said"
  case $said in HTTP/1.[01]\ [23][0-9][0-9]*) ;; *) return 1 ;; esac
}
poll 60 probe "$1"' sh "$1:8080" </dev/null && echo "$1 serves again, as before" >&2 ||
    echo "$1 runs again, and does not answer yet after 60 s" >&2
  exit 1
}
clear_away