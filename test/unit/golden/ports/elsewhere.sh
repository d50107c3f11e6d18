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
talk() { timeout 5 nc -w 3 "$1" 22 -e sh -c "$2" </dev/null 2>&1; }
ready() {
  said=$(talk "$1" 'printf '\''\015\012\015\012\000\015\012QUIT\012\040\000\000\000'\''; true') || [ -n "$said" ] || said="no connection"
  [ -z "$said" ]
}

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
known() { [ -n "$(where_is "$1")" ]; }
# One question may be lost; and other hosts have addresses alone.
is_address() { case $1 in \[* | *[0-9].[0-9]*) true ;; *) false ;; esac; }
is_there() { is_address "$1" || known "$1" || { sleep 1 && known "$1"; }; }
servers() { sed -n 's/^ *server [^ ]* \([^ ]*\):[0-9]* .*/\1/p' /var/lib/haproxy/haproxy.cfg 2>/dev/null || :; }
former=$(servers)
# Of a container that is gone nobody is left; of one that goes, somebody may be.
going=
for one in $former; do
  case " 10.0.0.2 " in *" $one "*) ;; *) if is_there "$one"; then going="$going $one"; fi ;; esac
done

exchange() {
  [ -z "$going" ] || return 1
  sed -n 's/^ *server \(container-[0-9]*\) \([^ ]*\):[0-9]* .*/\1 \2/p' "$1" > "$work/servers"
  while read -r server name; do
    echo "set server door/$server fqdn $name" | order > /dev/null
    echo "set server door/$server addr $(where_is "$name")" | order > /dev/null
  done < "$work/servers"
  echo "show servers state door" | order > "$work/has"
  while read -r server name; do grep -q -F " $name " "$work/has" || return 1; done < "$work/servers"
}
set -eu
cat > /var/lib/haproxy/states-951505004744.new <<'HOMEPORT_STATES'
1
0 door 0 cellar - 2 0 1 1 0 1 0 0 6 0 0 0 - 88 -
HOMEPORT_STATES
mv /var/lib/haproxy/states-951505004744.new /var/lib/haproxy/states-951505004744
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
locate /var/lib/haproxy/states-951505004744
mkdir -p /var/lib/haproxy/live
cat > /var/lib/haproxy/live/revision-c2c9fc45c6cf.new <<'HOMEPORT_LIST'
revision ac73390d165d
HOMEPORT_LIST
mv /var/lib/haproxy/live/revision-c2c9fc45c6cf.new /var/lib/haproxy/live/revision-c2c9fc45c6cf
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
    hard-stop-after 60s
    mworker-max-reloads 6

defaults
    mode tcp
    log global
    option dontlog-normal
    option dontlognull
    timeout connect 1s
    timeout client 24h
    timeout server 24h
    load-server-state-from-file global

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
    maxconn 512
    option tcplog
    tcp-request connection track-sc1 src,ipmask(32,64) table addresses
    tcp-request connection reject if { sc_conn_cur(1) gt 308 }
    tcp-request connection reject if { sc_gpc1_rate(1) ge 1500 }
    # What is closed does not count: who does not slow down goes on at the limit.
    tcp-request connection sc-inc-gpc1(1)
    option clitcpka
    option abortonclose
    balance leastconn
    # A second between two tries: a connection waits for the container that is about to come.
    retries 60
    option redispatch 1
    # Between two bytes, a host is asked by TCP itself whether it is still there.
    option srvtcpka
    srvtcpka-idle 1s
    srvtcpka-intvl 1s
    srvtcpka-cnt 2
    option allbackups
    server cellar 10.0.0.2:88 ssl ssl-min-ver TLSv1.3 verify required ca-file /var/lib/haproxy/wire/cellar-authority-0123456789ab crt /var/lib/haproxy/wire/cellar-certificate-0123456789ab sni src,regsub([.:],-,g),concat(_git-ssh.port.internal) tcp-ut 2500 check check-sni cellar.internal inter 800 fastinter 50ms downinter 200ms fall 2 rise 1
    server cellar-waiting 10.0.0.2:88 ssl ssl-min-ver TLSv1.3 verify required ca-file /var/lib/haproxy/wire/cellar-authority-0123456789ab crt /var/lib/haproxy/wire/cellar-certificate-0123456789ab sni src,regsub([.:],-,g),concat(_git-ssh.port.internal) tcp-ut 2500 backup

global
    # Loopback of the container: names and certificates come and go without a reload.
    stats socket ipv4@127.0.0.1:8407 level admin

global
    # What servers begin with: as many checks have to fail after a start or a reload as at any other time.
    server-state-file /var/lib/haproxy/states-951505004744

frontend revision
    # Loopback of the container: tells the deployment which configuration is at work.
    mode http
    bind 127.0.0.1:8406
    maxconn 32
    option dontlog-normal
    http-request return status 200 content-type text/plain lf-string %[str(revision),map_str(/var/lib/haproxy/live/revision-c2c9fc45c6cf)]
HOMEPORT_CONFIG
said=$(haproxy -c -dW -f /var/lib/haproxy/haproxy.cfg.new 2>&1) || { echo "HAProxy refuses the configuration:" >&2; echo "$said" >&2; exit 1; }
work=/var/lib/haproxy/change-applied
order() { timeout 10 nc 127.0.0.1 8407; }
unlike() { awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } !($0 in seen)' "$2"; }
alike() { [ -z "$(unlike "$1" "$2"; unlike "$2" "$1")" ]; }

# A list that HAProxy has keeps the name that it was read by: all but the fingerprint at its end.
held() { echo "show $1" | order | grep -o "${2%-*}-[0-9a-f]\{12\}" | head -n 1; }
entries() { echo "show $1 $2" | order | sed -n 's/^0x[0-9a-f]* //p' > "$work/has"; }

add_names() {
  entries acl "$2"
  unlike "$work/has" "$1" | sed 's/\\/&&/g' > "$work/add"
  while read -r name; do printf '%s\n' "add acl $2 $name" | order > /dev/null; done < "$work/add"
}
drop_names() {
  echo "show acl $2" | order |
    awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } /^0x/ { ref = $1; sub(/^[^ ]* /, ""); if (!($0 in seen)) print ref }' > "$work/drop"
  while read -r ref; do echo "del acl $2 #$ref" | order > /dev/null; done < "$work/drop"
}
set_values() { while read -r line; do echo "set map $2 $line" | order > /dev/null; done < "$1"; }
has_all() { entries "$1" "$3" && alike "$work/has" "$2"; }

# For a certificate with an authority of visitors, a reload has to read that, too.
add_certificate() {
  if ! echo "show ssl cert $1" | order | grep -q '^Serial: .'; then
    echo "new ssl cert $1" | order > /dev/null
    { echo "set ssl cert $1 <<"; grep . "$1"; echo; } | order > /dev/null
    echo "commit ssl cert $1" | order | grep -q Success
  fi
}
listed() {
  echo "show ssl crt-list -n $1" | order | grep '^/' > "$work/numbered"
  sed 's/^\([^ ]*\):[0-9]* /\1 /' "$work/numbered" > "$work/has"
}
add_certificates() {
  listed "$2"
  unlike "$work/has" "$1" > "$work/add"
  if grep -q -F '[' "$work/add"; then return 1; fi
  while read -r file asked; do
    add_certificate "$file" || return 1
    { echo "add ssl crt-list $2 <<"; echo "$file $asked"; echo; } | order | grep -q Success || return 1
  done < "$work/add"
}
drop_certificates() {
  listed "$2"
  awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) seen[line] } { one = $1; sub(/:[0-9]* /, " "); if (!($0 in seen)) print one }' "$work/numbered" > "$work/drop"
  while read -r one; do echo "del ssl crt-list $2 $one" | order > /dev/null; done < "$work/drop"
  while read -r one; do
    grep -q -F "${one%:*} " "$1" || echo "del ssl cert ${one%:*}" | order > /dev/null
  done < "$work/drop"
  listed "$2" && alike "$work/has" "$1"
}
# "add map" takes a key a second time, and the first one goes on.
add_keys() {
  entries map "$2"
  unlike "$work/has" "$1" > "$work/add"
  while read -r line; do
    said=$(echo "set map $2 $line" | order) && [ -z "$said" ] || echo "add map $2 $line" | order > /dev/null
  done < "$work/add"
}
drop_keys() {
  echo "show map $2" | order |
    awk -v known="$1" 'BEGIN { while ((getline line < known) > 0) { split(line, word, " "); seen[word[1]] } } /^0x/ && !($2 in seen) { print $1 }' > "$work/drop"
  while read -r ref; do echo "del map $2 #$ref" | order > /dev/null; done < "$work/drop"
}
shape() { sed 's#\(/var/lib/haproxy/live/[^ )]*\|/var/lib/haproxy/certificates/list\|/var/lib/haproxy/certificates/ends\)-[0-9a-f]\{12\}#\1#g; s#^\( *server container-[0-9]* \)[^ ]*\(:[0-9]\)#\1\2#; s#/var/lib/haproxy/states-[0-9a-f]*##' "$1"; }
process() { echo "show info" | order | grep '^Pid:'; }
revision() { wget -q -T 2 -O - http://127.0.0.1:8406/ 2>/dev/null; }
each() { while read -r path; do has=$(held "$1" "$path") && [ -n "$has" ] && $2 "$path" "$has" || return 1; done; }
all_names() { has_all acl "$1" "$2"; }
all_values() { has_all map "$1" "$2"; }
at_runtime() {
  mkdir -p "$work"
  shape "$1" > "$work/before"
  shape "$2" > "$work/after"
  cmp -s "$work/before" "$work/after" || return 1
  at=$(sed -n 's#.*map_str(\(/var/lib/haproxy/live/revision-[0-9a-f]*\)).*#\1#p' "$1")
  [ "revision $(revision)" = "$(cat "$at")" ] || return 1
  running=$(process)
  sed -n 's#^ *acl .* -f \(/var/lib/haproxy/live/.*\)$#\1#p' "$2" | awk '!seen[$0]++' > "$work/names"
  sed -n 's#^ *bind .* crt-list \(/var/lib/haproxy/certificates/list-[0-9a-f]\{12\}\) .*#\1#p' "$2" | sort -u > "$work/lists"
  grep -o 'map_beg([^)]*-[0-9a-f]\{12\})' "$2" | sed 's/map_beg(\(.*\))/\1/' | awk '!seen[$0]++' > "$work/keys"
  grep -o 'map_str([^)]*-[0-9a-f]\{12\})' "$2" | sed 's/map_str(\(.*\))/\1/' | awk '!seen[$0]++' | grep -v /revision- > "$work/values"
  grep -o 'map_str([^)]*-[0-9a-f]\{12\})' "$2" | sed 's/map_str(\(.*\))/\1/' | grep /revision- > "$work/last"
  each "ssl crt-list" add_certificates < "$work/lists" || return 1
  each map add_keys < "$work/keys" || return 1
  sed '1!G;h;$!d' "$work/names" | each acl add_names || return 1
  each map set_values < "$work/values" || return 1
  each acl drop_names < "$work/names" || return 1
  each map drop_keys < "$work/keys" || return 1
  each "ssl crt-list" drop_certificates < "$work/lists" || return 1
  each acl all_names < "$work/names" || return 1
  each map all_values < "$work/keys" || return 1
  each map all_values < "$work/values" || return 1
  exchange "$2" || return 1
  each map set_values < "$work/last" || return 1
  # A reload of somebody else's has read the files, or has not: another one has.
  [ "$running" = "$(process)" ]
}
reloaded=no
reload() { reloaded=yes; kill -USR2 1; }
first=yes
if [ -f /var/lib/haproxy/haproxy.cfg ]; then first=no; cp /var/lib/haproxy/haproxy.cfg /var/lib/haproxy/haproxy.cfg.old; fi
sync /var/lib/haproxy/live/revision-c2c9fc45c6cf /var/lib/haproxy/haproxy.cfg.new
mv /var/lib/haproxy/haproxy.cfg.new /var/lib/haproxy/haproxy.cfg
if [ $first = no ]; then at_runtime /var/lib/haproxy/haproxy.cfg.old /var/lib/haproxy/haproxy.cfg || reload; fi
began=$(date +%s)
until [ "$(wget -q -T 2 -O - http://127.0.0.1:8406/ 2>/dev/null)" = ac73390d165d ]; do
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
for file in /var/lib/haproxy/states-*; do case " /var/lib/haproxy/states-951505004744 " in *" $file "*) ;; *) rm -f "$file" ;; esac; done
for file in /var/lib/haproxy/live/*; do case " /var/lib/haproxy/live/revision-c2c9fc45c6cf " in *" $file "*) ;; *) rm -f "$file" ;; esac; done
# The process before this one goes with its last connection.
alone() { [ "$(pidof haproxy | tr ' ' '\n' | grep -cvx 1)" -le 1 ]; }
still() {
  for one in $going; do
    if is_address "$one"; then echo "$one"; else where_is "$one"; fi
  done 2>/dev/null | awk -F. 'NF == 4 { printf "%02X%02X%02X%02X\n", $4, $3, $2, $1 }' | awk '
    NR == FNR { is[$1] = 1; next }
    $4 == "01" && substr($3, 1, 8) in is { count++ }
    END { print count == 1 ? "1 connection" : (count > 1 ? count " connections" : "connections") }' - /proc/net/tcp
}
if [ -n "$going" ]; then
  began=$(date +%s) open=$(still)
  poll 3 alone || {
    [ 60 -le 3 ] || echo "waiting for $(still) to$going, at most 60 s" >&2
    poll 57 alone || :
  }
  case $open in [1-9]*) [ $(($(date +%s) - began)) -lt 59 ] || echo "warning: connections to$going lasted as long as drainSeconds allows, 60 s: what was open then was cut off" >&2 ;; esac
fi
