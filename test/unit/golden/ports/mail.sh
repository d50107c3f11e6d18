set -eu
export RES_OPTIONS=no-aaaa
poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}
talk() { timeout 5 nc -w 3 "$1" 25 -e sh -c "$2" </dev/null 2>&1; }
ready() {
  said=$(talk "$1" 'printf '\''\015\012\015\012\000\015\012QUIT\012\040\000\000\000'\''; true') || [ -n "$said" ] || said="no connection"
  [ -z "$said" ]
}
for one in mail-0-1a2b3c4 mail-1-5d6e7f8; do
  poll 60 ready "$one" || {
    ready "$one" || :
    # All of the standard output: whoever called shows what that one logged last.
    echo "$one"
    echo "$one is not ready after 60 s." >&2
    echo '  asked: a connection to port 25, begun by the PROXY protocol' >&2
    echo "  found: ${said:-nothing was said within 3 s}" >&2
    echo '  expected: an open port' >&2
    echo '  way out: have it listen at 0.0.0.0 and this port, or give it more time (readySeconds); connections go on to the containers before it, where they run' >&2
    exit 1
  }
  case $(talk "$one" 'printf '\''\015\012\015\012\000\015\012QUIT\012\040\000\000\000'\''; timeout 1 cat >/dev/null; case $? in 124 | 143) ;; *) echo closed >&2 ;; esac') in
    *closed*)
      echo "warning: $one hangs up on a connection that begins by the PROXY protocol: it may not expect it." >&2
      echo "  A client is then told of a protocol error, and the container's log has strange characters. Have it expect the protocol, or leave proxyProtocol out." >&2 ;;
  esac
done
where_is() {
  timeout 2 nslookup -type=a "$1" 127.0.0.11 | awk '/^Name/ { named = 1 } named && match($0, /[0-9]+(\.[0-9]+)+/) { print substr($0, RSTART, RLENGTH); exit }'
}
has_loaded() { timeout 2 wget -q -T 1 -O /dev/null "http://$1/homeport-loaded"; }
whereabouts() {
  at=$(where_is "$1")
  if [ "$3" = anew ] && [ -n "$2" ] && ! has_loaded "$at:$2"; then at=; fi
  echo "${at:--}"
}
locate() {
  at=- known=
  while read -r first second third fourth fifth rest; do
    case $first in
      '#')
        case "$known " in *" $second="*) ;; *) known="$known $second=$( (whereabouts "$second" "$third" "${2:-}") 2>/dev/null)" ;; esac
        at=${known##* "$second="}
        at=${at%% *}
        echo "# $second${third:+ $third}" ;;
      0) echo "0 $second $third $fourth $at $rest"; at=- ;;
      *) echo "$first" ;;
    esac
  done < "$1" > "$1.$$"
  sync "$1.$$"
  mv "$1.$$" "$1"
}
servers() { sed -n 's/^ *server [^ ]* \([^ ]*\):[0-9]* .*/\1/p' /var/lib/haproxy/haproxy.cfg 2>/dev/null || :; }
former=$(servers)
if [ -n "$former" ]; then echo "set server door/container-0 addr $(where_is mail-0-1a2b3c4)" | timeout 2 nc 127.0.0.1 8407 >/dev/null 2>&1 || :; fi
if [ -n "$former" ]; then echo "set server door/container-1 addr $(where_is mail-1-5d6e7f8)" | timeout 2 nc 127.0.0.1 8407 >/dev/null 2>&1 || :; fi
set -eu
cat > /var/lib/haproxy/states-4a4a3e93e6e7.new <<'HOMEPORT_STATES'
1
# mail-0-1a2b3c4
0 door 0 container-0 - 2 0 1 1 0 1 0 0 6 0 0 0 - 25 -
# mail-1-5d6e7f8
0 door 0 container-1 - 2 0 1 1 0 1 0 0 6 0 0 0 - 25 -
HOMEPORT_STATES
mv /var/lib/haproxy/states-4a4a3e93e6e7.new /var/lib/haproxy/states-4a4a3e93e6e7
where_is() {
  timeout 2 nslookup -type=a "$1" 127.0.0.11 | awk '/^Name/ { named = 1 } named && match($0, /[0-9]+(\.[0-9]+)+/) { print substr($0, RSTART, RLENGTH); exit }'
}
has_loaded() { timeout 2 wget -q -T 1 -O /dev/null "http://$1/homeport-loaded"; }
whereabouts() {
  at=$(where_is "$1")
  if [ "$3" = anew ] && [ -n "$2" ] && ! has_loaded "$at:$2"; then at=; fi
  echo "${at:--}"
}
locate() {
  at=- known=
  while read -r first second third fourth fifth rest; do
    case $first in
      '#')
        case "$known " in *" $second="*) ;; *) known="$known $second=$( (whereabouts "$second" "$third" "${2:-}") 2>/dev/null)" ;; esac
        at=${known##* "$second="}
        at=${at%% *}
        echo "# $second${third:+ $third}" ;;
      0) echo "0 $second $third $fourth $at $rest"; at=- ;;
      *) echo "$first" ;;
    esac
  done < "$1" > "$1.$$"
  sync "$1.$$"
  mv "$1.$$" "$1"
}
locate /var/lib/haproxy/states-4a4a3e93e6e7
cat > /var/lib/haproxy/haproxy.cfg.new <<'HOMEPORT_CONFIG'
global
    log stdout format raw daemon notice
    zero-warning
    # Without a limit, connections take all the memory there is.
    maxconn 832
    nbthread 1
    # Twice the usual: large answers pass in half as many steps.
    tune.bufsize 32768
    tune.buffers.limit 1638
    # What a server sends ahead waits in the kernel, where it is memory of the container, too.
    tune.rcvbuf.server 131072
    # A reload leaves the process before to what it is busy with, but neither for ever nor many of them.
    hard-stop-after 1s
    mworker-max-reloads 6
    # Loopback of the container: a connection that waits is told where the new container is.
    stats socket ipv4@127.0.0.1:8407 level admin

defaults
    mode tcp
    log global
    option dontlog-normal
    option dontlognull
    timeout connect 1s
    timeout client 24h
    timeout server 24h
    load-server-state-from-file global
    default-server resolve-prefer ipv4

resolvers engine
    nameserver dns 127.0.0.11:53
    timeout resolve 1s
    timeout retry 1s
    hold valid 1s
    hold other 30s
    hold nx 60s
    accepted_payload_size 8192

backend addresses
    stick-table type ipv6 size 20k expire 60s store conn_cur,gpc0,gpc0_rate(60s),gpc1,gpc1_rate(10s)

listen door
    bind :8090 tcp-ut 60s
    bind :::8090 v6only tcp-ut 60s
    maxconn 512
    option tcplog
    acl allowed src 192.168.1.0/24 2001:db8::/32
    tcp-request connection reject unless allowed
    tcp-request connection track-sc1 src,ipmask(32,64) table addresses
    tcp-request connection reject if { sc_conn_cur(1) gt 308 }
    tcp-request connection reject if { sc_gpc1_rate(1) ge 1500 }
    # What is closed does not count: who does not slow down goes on at the limit.
    tcp-request connection sc-inc-gpc1(1)
    option clitcpka
    option srvtcpka
    option abortonclose
    balance leastconn
    # A second between two tries: a connection waits for the container that is about to come.
    retries 60
    option redispatch 1
    server container-0 mail-0-1a2b3c4:25 send-proxy-v2 tcp-ut 60s resolvers engine init-addr last,none
    server container-1 mail-1-5d6e7f8:25 send-proxy-v2 tcp-ut 60s resolvers engine init-addr last,none

global
    # What servers begin with: as many checks have to fail after a start or a reload as at any other time.
    server-state-file /var/lib/haproxy/states-4a4a3e93e6e7

frontend revision
    # Loopback of the container: tells the deployment which configuration is at work.
    mode http
    bind 127.0.0.1:8406
    maxconn 32
    option dontlog-normal
    http-request return status 200 content-type text/plain string 66ebea047791
HOMEPORT_CONFIG
said=$(haproxy -c -dW -f /var/lib/haproxy/haproxy.cfg.new 2>&1) || { echo "HAProxy refuses the configuration:" >&2; echo "$said" >&2; exit 1; }
reloaded=no
reload() { reloaded=yes; kill -USR2 1; }
first=yes
if [ -f /var/lib/haproxy/haproxy.cfg ]; then first=no; cp /var/lib/haproxy/haproxy.cfg /var/lib/haproxy/haproxy.cfg.old; fi
sync /var/lib/haproxy/haproxy.cfg.new
mv /var/lib/haproxy/haproxy.cfg.new /var/lib/haproxy/haproxy.cfg
if [ $first = no ]; then reload; fi
began=$(date +%s)
until [ "$(wget -q -T 2 -O - http://127.0.0.1:8406/ 2>/dev/null)" = 66ebea047791 ]; do
  waited=$(($(date +%s) - began))
  if [ $waited -ge 15 ]; then
    if [ $first = no ]; then mv /var/lib/haproxy/haproxy.cfg.old /var/lib/haproxy/haproxy.cfg; kill -USR2 1; fi
    echo "HAProxy has not changed over within 15 s; the earlier configuration is back" >&2
    exit 1
  fi
  if [ $first$reloaded = nono ] && [ $waited -ge 3 ]; then reload; fi
  sleep 0.1
done
rm -f /var/lib/haproxy/haproxy.cfg.old
sync /var/lib/haproxy
for file in /var/lib/haproxy/states-*; do case " /var/lib/haproxy/states-4a4a3e93e6e7 " in *" $file "*) ;; *) rm -f "$file" ;; esac; done
gone=
for one in $former; do case " mail-0-1a2b3c4 mail-1-5d6e7f8 " in *" $one "*) ;; *) gone="$gone $one" ;; esac; done
# The process before this one goes with its last connection.
alone() { [ "$(pidof haproxy | tr ' ' '\n' | grep -cvx 1)" -le 1 ]; }
still() {
  for one in $gone; do
    case $one in *[!0-9.]*) where_is "$one" ;; *) echo "$one" ;; esac
  done 2>/dev/null | awk -F. 'NF == 4 { printf "%02X%02X%02X%02X\n", $4, $3, $2, $1 }' | awk '
    NR == FNR { is[$1] = 1; next }
    $4 == "01" && substr($3, 1, 8) in is { count++ }
    END { print count == 1 ? "1 connection" : (count > 1 ? count " connections" : "connections") }' - /proc/net/tcp
}
if [ -n "$gone" ]; then
  poll 0 alone || {
    [ 0 -le 3 ] || echo "waiting for $(still) to$gone, at most 0 s" >&2
    poll 0 alone || :
  }
fi
