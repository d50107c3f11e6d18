#!/bin/sh
# Made by Homeport: the rules in /etc/homeport/firewall.nft stay, whoever empties the tables of this machine.
# To be without them for a while: systemctl stop homeport-firewall.service; nft delete table inet homeport
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
has_systemd() { [ -d /run/systemd/system ]; }
whole() { [ "$(nft list table inet homeport 2>/dev/null | grep -c -e '@ssh accept$' -e '^[[:space:]]*drop$')" = 2 ]; }
put_back() { whole || nft -f /etc/homeport/firewall.nft; }

works() { if has_systemd; then systemctl is-active --quiet "$1.service"; else service "$1" status >/dev/null 2>&1; fi; }
again() { if has_systemd; then systemctl try-restart "$1.service"; else service "$1" restart; fi </dev/null >/dev/null 2>&1; }
lost() { ! iptables -w -t "$1" -nL "$2" >/dev/null 2>&1 && ! nft list table "$3" >/dev/null 2>&1; }
makes_rules() { ! grep -qs '"iptables": *false' /etc/docker/daemon.json; }
put_back_others() {
  # Who has just been started makes them: a second later there is no doubt.
  sleep 1
  if works docker && makes_rules && lost nat DOCKER 'ip docker-bridges'; then
    echo "the rules of Docker are gone: its engine is restarted"
    again docker
  fi
  # After the engine, as its rules would come before.
  if works libvirtd && lost filter LIBVIRT_FWO 'ip libvirt_network'; then
    echo "the rules of libvirt are gone: it is restarted"
    again libvirtd
  fi
}

if [ "${1:-}" = once ]; then
  put_back
  exit
fi
{
  nft monitor destroy tables &
  tables=$!
  # iptables-restore leaves the tables, and takes the chains of those who do not notice.
  nft monitor destroy chains &
  while sleep 60 && kill -0 $tables && kill -0 $!; do echo "as always"; done
} | {
  put_back
  while read -r event; do
    put_back && case $event in 'delete table ip '* | 'delete chain ip nat DOCKER' | 'delete chain ip filter LIBVIRT_FWO') put_back_others ;; esac
  done
}
