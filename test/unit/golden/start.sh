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
locate_now() {
  file=$(sed -n 's/^ *server-state-file //p' /var/lib/haproxy/haproxy.cfg)
  [ ! -f "$file" ] || locate "$file" "${1:-}"
}
until [ -f /var/lib/haproxy/haproxy.cfg ]; do sleep 0.1; done
locate_now anew
exec haproxy -W -f /var/lib/haproxy/haproxy.cfg