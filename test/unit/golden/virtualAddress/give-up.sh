set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host attic: '"$*" >&2; exit 1; }
has_systemd() { [ -d /run/systemd/system ]; }
all_of_it() { cat /etc/keepalived/keepalived.conf /etc/keepalived/homeport/* /etc/systemd/system/keepalived.service.d/homeport*.conf 2>/dev/null | sha256sum; }
runs() { kill -0 "$(cat /run/keepalived.pid 2>/dev/null)" 2>/dev/null; }
at_work() {
  if has_systemd; then
    systemctl daemon-reload
    systemctl enable --quiet keepalived
    if systemctl is-active --quiet keepalived; then systemctl reload keepalived; else systemctl start keepalived; fi
  else
    echo "warning: this machine has no systemd; a keepalived that is killed leaves its address behind" >&2
    if runs; then kill -HUP "$(cat /run/keepalived.pid)"; else service keepalived start >/dev/null; fi
  fi
}
at_rest() {
  if has_systemd; then systemctl disable --quiet --now keepalived
  elif runs; then
    kill "$(cat /run/keepalived.pid)"
    for second in 1 2 3 4 5; do ! runs || sleep 1; done
  fi
}
rm -f /etc/keepalived/homeport/home.prod.front.conf /etc/keepalived/homeport/home.prod.front.ask /etc/systemd/system/keepalived.service.d/homeport-home.prod.front.conf
if ls /etc/keepalived/homeport/*.conf >/dev/null 2>&1; then
  ! runs || at_work
elif [ -d /etc/keepalived/homeport ]; then
  at_rest
  rm -rf /etc/keepalived/homeport /etc/keepalived/keepalived.conf /etc/systemd/system/keepalived.service.d/homeport.conf
  if has_systemd; then systemctl daemon-reload; fi
fi
ip -o -4 address show to 192.168.1.10/32 | awk '{ print $2 }' | while read -r dev; do
  ip address flush to 192.168.1.10/32 dev "$dev"
done
echo "192.168.1.10 is given up"
