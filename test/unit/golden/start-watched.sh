until [ -f /var/lib/haproxy/haproxy.cfg ]; do sleep 0.1; done
state() { cat /certificates/list /certificates/*.pem 2>/dev/null | sha256sum; }
seen=$(state)
worked=no
while sleep 1; do
  case "$(pidof haproxy)" in *" "*) worked=yes ;; *) if [ $worked = yes ]; then exit; else continue; fi ;; esac
  now=$(state)
  if [ "$now" = "$seen" ]; then continue; fi
  seen=$now
  if haproxy -c -q -f /var/lib/haproxy/haproxy.cfg; then kill -USR2 1; else echo "the changed certificates are not usable; those before go on" >&2; fi
done &
exec haproxy -W -f /var/lib/haproxy/haproxy.cfg