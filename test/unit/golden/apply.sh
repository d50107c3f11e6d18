set -eu
cat > /var/lib/haproxy/states-88062bf7d034.new <<'HOMEPORT_STATES'
1
0 router_own 0 own - 2 0 1 1 0 1 0 0 6 0 0 0 - 80 -
HOMEPORT_STATES
mv /var/lib/haproxy/states-88062bf7d034.new /var/lib/haproxy/states-88062bf7d034
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
locate /var/lib/haproxy/states-88062bf7d034
cat > /var/lib/haproxy/haproxy.cfg.new <<'HOMEPORT_CONFIG'
defaults
    mode http
    load-server-state-from-file global
    # $HOME `id` 'stays as it is'

backend router_own
    server own own-traefik:80 check inter 1s

global
    # What servers begin with: as many checks have to fail after a start or a reload as at any other time.
    server-state-file /var/lib/haproxy/states-88062bf7d034

frontend revision
    # Loopback of the container: tells the deployment which configuration is at work.
    mode http
    bind 127.0.0.1:8406
    maxconn 32
    option dontlog-normal
    http-request return status 200 content-type text/plain string cddd6db19695
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
until [ "$(wget -q -T 2 -O - http://127.0.0.1:8406/ 2>/dev/null)" = cddd6db19695 ]; do
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
for file in /var/lib/haproxy/states-*; do case " /var/lib/haproxy/states-88062bf7d034 " in *" $file "*) ;; *) rm -f "$file" ;; esac; done
