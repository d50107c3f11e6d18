import { table } from "./firewallRules";
import { systemdFunction } from "./shell";

export const unit = "homeport-firewall.service";
export const unitFile = `/etc/systemd/system/${unit}`;
export const keeperFile = "/etc/homeport/firewall-keeper";
export const rulesFile = "/etc/homeport/firewall.nft";

/** After how many seconds the keeper looks by itself: a machine under load may lose the news. */
const everySeconds = 60;

/** At whatever time nftables is started, stopped or given other rules: those of Homeport are back at once. */
export const unitText = `[Unit]
Description=Firewall of Homeport
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=nftables.service local-fs.target
Conflicts=shutdown.target
StartLimitIntervalSec=0

[Service]
ExecStartPre=/bin/sh ${keeperFile} once
ExecStart=/bin/sh ${keeperFile}
Restart=always
RestartSec=2

[Install]
WantedBy=sysinit.target`;

/**
 * What keeps a machine's rules. Whoever starts `nftables.service` anew, as its package does, empties all tables of the
 * machine: of Docker and libvirt too, which do not notice and are told by a restart. Containers live on where the engine
 * has `live-restore`, and VMs do in any case.
 */
export const keeperText = `#!/bin/sh
# Made by Homeport: the rules in ${rulesFile} stay, whoever empties the tables of this machine.
# To be without them for a while: systemctl stop ${unit}; nft delete table ${table}
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
${systemdFunction}
whole() { [ "$(nft list table ${table} 2>/dev/null | grep -c -e '@ssh accept$' -e '^[[:space:]]*drop$')" = 2 ]; }
put_back() { whole || nft -f ${rulesFile}; }

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

if [ "\${1:-}" = once ]; then
  put_back
  exit
fi
{
  nft monitor destroy tables &
  tables=$!
  # iptables-restore leaves the tables, and takes the chains of those who do not notice.
  nft monitor destroy chains &
  while sleep ${everySeconds} && kill -0 $tables && kill -0 $!; do echo "as always"; done
} | {
  put_back
  while read -r event; do
    put_back && case $event in 'delete table ip '* | 'delete chain ip nat DOCKER' | 'delete chain ip filter LIBVIRT_FWO') put_back_others ;; esac
  done
}`;
