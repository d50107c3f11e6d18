set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
put() {
  mkdir -p "${1%/*}"
  cat > "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else sync "$1.new"; mv "$1.new" "$1"; fi
}
has_systemd() { [ -d /run/systemd/system ]; }
ssh_ports() {
  { echo 22; sshd -T 2>/dev/null | sed -n 's/^listenaddress .*://p'; } | sort -nu | paste -sd, -
}
rules() {
  cat <<'HOMEPORT_FILE'
table inet homeport
delete table inet homeport
table inet homeport {
  set ssh {
    type inet_service
    elements = { 22 }
  }
  set public_tcp {
    type inet_service
    elements = { 80, 443 }
  }
  set public_udp {
    type inet_service
    elements = { 443 }
  }
  set machine_tcp {
    type inet_service
    elements = { 9100 }
  }
  set machine_udp {
    type inet_service
    elements = { 161 }
  }
  set private4 {
    type ipv4_addr
    flags interval
    auto-merge
    elements = { 10.0.0.0/8, 10.1.0.0/16 }
  }
  set private6 {
    type ipv6_addr
    flags interval
    auto-merge
    elements = { fd00::/8 }
  }

  chain input {
    type filter hook input priority filter - 10; policy drop;
    ct state established,related accept
    iifname "lo" accept
    meta l4proto icmp accept
    icmpv6 type { destination-unreachable, packet-too-big, time-exceeded, parameter-problem, echo-request } accept
    icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert } accept
    icmpv6 type { mld-listener-query, mld-listener-report, mld-listener-done, mld2-listener-report } accept
    # Answers of DHCP, which no connection is known for; VMs of libvirt ask the machine for address, way out and names.
    udp sport 67 udp dport 68 accept
    ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept
    iifname "virbr*" icmpv6 type nd-router-solicit accept
    iifname "virbr*" udp dport { 53, 67, 547 } accept
    iifname "virbr*" tcp dport 53 accept
    tcp dport @ssh accept
    tcp dport @public_tcp accept
    udp dport @public_udp accept
    ip saddr @private4 jump from_private
    ip6 saddr @private6 jump from_private
  }
  chain from_private {
    tcp dport @machine_tcp accept
    udp dport @machine_udp accept
  }
  # What containers publish on the loopback address is for the machine alone; an older Docker lets neighbours route to it.
  chain loopback {
    type filter hook prerouting priority raw; policy accept;
    iifname != "lo" ip daddr 127.0.0.0/8 drop
  }
  chain forward {
    type filter hook forward priority filter - 10; policy accept;
    ct state established,related accept
    iifname "docker0" accept
    iifname "docker_gwbridge" accept
    iifname "br-*" accept
    oifname "docker0" jump to_containers
    oifname "docker_gwbridge" jump to_containers
    oifname "br-*" jump to_containers
  }
  chain to_containers {
    ct status dnat meta l4proto tcp ct original proto-dst @public_tcp accept
    ct status dnat meta l4proto udp ct original proto-dst @public_udp accept
    ct status dnat ip saddr @private4 accept
    ct status dnat ip6 saddr @private6 accept
    drop
  }
}
HOMEPORT_FILE
  echo "add element inet homeport ssh { $(ssh_ports) }"
}
listed() { nft list table inet homeport 2>/dev/null || true; }
wished() { rules | unshare --net sh -c 'nft -f - && nft list table inet homeport' 2>/dev/null || true; }
is_in_place() { wished=$(wished) && [ -n "$wished" ] && [ "$wished" = "$(listed)" ]; }
enters() { [ -n "$(ss -Htn state established "( sport = :$(ssh_ports | sed 's/,/ or sport = :/g') )")" ]; }
trial=/run/homeport-firewall
alone() {
  mkdir -p $trial
  exec 9>$trial/lock
  flock 9
}
take_back() {
  [ ! -e $trial/pending ] || nft -f $trial/before
  rm -f $trial/pending
}
try_out() {
  uplink=$(ip -o route show default; ip -o -6 route show default 2>/dev/null)
  case $uplink in *" dev br-"*) fail "the way out of this machine is a bridge whose name looks like one of Docker's: $(echo "$uplink" | grep -o 'br-[^ ]*' | head -n 1)
  Give it another name, such as br0." ;; esac
  rules > $trial/wanted
  said=$(nft --check -f $trial/wanted 2>&1) || fail "nftables does not take the rules:
$(echo "$said" | head -n 6 | sed 's/^/  /')
  The kernel may lack nftables: modprobe nf_tables"
  {
    printf 'table inet homeport\ndelete table inet homeport\n'
    listed
  } > $trial/before
  id=$(date +%s).$$
  echo "$id" > $trial/pending
  cat > $trial/end <<'HOMEPORT_FILE'
exec 9>${0%/*}/lock
flock 9
cd "${0%/*}"
[ "$(cat pending 2>/dev/null)" = "$1" ] || exit 0
nft -f before
rm pending
HOMEPORT_FILE
  if has_systemd; then
    systemd-run --quiet --collect --on-active=60 --timer-property=AccuracySec=1s /bin/sh $trial/end "$id"
  else
    setsid nohup sh -c 'sleep 60; exec sh "$@"' sh $trial/end "$id" >/dev/null 2>&1 </dev/null 9>&- &
  fi
  nft -f $trial/wanted
}
alone
if ! is_in_place; then
  try_out
  enters || fail "nobody is connected to SSH by a port that the firewall lets in ($(ssh_ports)).
  Check the host's port; the rules go away by themselves within 60 s."
fi
rm -f $trial/pending
rules | put /etc/homeport/firewall.nft
before=$(cksum /etc/systemd/system/homeport-firewall.service /etc/homeport/firewall-keeper 2>/dev/null || true)
put /etc/homeport/firewall-keeper <<'HOMEPORT_FILE'
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
HOMEPORT_FILE
if has_systemd; then
  put /etc/systemd/system/homeport-firewall.service <<'HOMEPORT_FILE'
[Unit]
Description=Firewall of Homeport
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
After=nftables.service local-fs.target
Conflicts=shutdown.target
StartLimitIntervalSec=0

[Service]
ExecStartPre=/bin/sh /etc/homeport/firewall-keeper once
ExecStart=/bin/sh /etc/homeport/firewall-keeper
Restart=always
RestartSec=2

[Install]
WantedBy=sysinit.target
HOMEPORT_FILE
  systemctl is-enabled --quiet homeport-firewall.service || systemctl enable --quiet homeport-firewall.service
  if [ "$before" != "$(cksum /etc/systemd/system/homeport-firewall.service /etc/homeport/firewall-keeper)" ] || ! systemctl is-active --quiet homeport-firewall.service; then
    systemctl daemon-reload
    systemctl restart homeport-firewall.service || fail "the firewall is in place, and is not kept.
  Look at: journalctl -u homeport-firewall.service"
  fi
else
  echo "warning: this machine has no systemd; its firewall stands until it is restarted, and is in /etc/homeport/firewall.nft" >&2
fi
echo "firewall is kept"
