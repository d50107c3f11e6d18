locate() {
  at=
  while read -r first second third fourth fifth rest; do
    case $first in
      '#')
        at=$( (timeout 2 nslookup -type=a "$second" 127.0.0.11 | awk '/^Name/ { named = 1 } named && match($0, /[0-9]+(\.[0-9]+)+/) { print substr($0, RSTART, RLENGTH); exit }') 2>/dev/null)
        echo "# $second" ;;
      0) echo "0 $second $third $fourth ${at:--} $rest"; at= ;;
      *) echo "$first" ;;
    esac
  done < "$1" > "$1.$$"
  mv "$1.$$" "$1"
}
locate_now() {
  file=$(sed -n 's/^ *server-state-file //p' /var/lib/haproxy/haproxy.cfg)
  [ ! -f "$file" ] || locate "$file"
}
until [ -f /var/lib/haproxy/haproxy.cfg ]; do sleep 0.1; done
locate_now
exec haproxy -W -f /var/lib/haproxy/haproxy.cfg