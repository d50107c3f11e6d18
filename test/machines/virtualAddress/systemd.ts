/**
 * Shell that gives a stand-in what of systemd keepalived is kept by: a unit that is started, read anew and ended, and
 * what set-up wrote beside it. A machine that is started anew has its service by the scripts of its packages.
 */
export const standIn = `mkdir -p /run/systemd/system
cat > /usr/local/sbin/systemctl <<'END'
#!/bin/sh
case "$*" in
  *is-active*keepalived) [ -e /run/unit ] && kill -0 "$(cat /run/unit)" 2>/dev/null ;;
  "start keepalived") setsid /usr/local/sbin/unit >/dev/null 2>&1 </dev/null & ;;
  "reload keepalived") kill -HUP "$(cat /run/keepalived.pid)" ;;
  *--now*keepalived)
    kill "$(cat /run/unit)"
    while kill -0 "$(cat /run/unit)" 2>/dev/null; do sleep 0.1; done ;;
esac
END
cat > /usr/local/sbin/unit <<'END'
#!/bin/bash
folder=/etc/systemd/system/keepalived.service.d
echo $$ > /run/unit
ended=
trap 'ended=yes; kill $child 2>/dev/null' TERM
while :; do
  keepalived --dont-fork &
  child=$!
  while kill -0 $child 2>/dev/null; do wait $child; done
  sed -n 's/^ExecStopPost=-//p' $folder/*.conf | sh
  [ -z "$ended" ] || exit
  grep -qx Restart=always $folder/*.conf || exit
  sleep "$(sed -n 's/^RestartSec=//p' $folder/*.conf)"
done
END
chmod 755 /usr/local/sbin/systemctl /usr/local/sbin/unit`;
