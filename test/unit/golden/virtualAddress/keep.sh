set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host attic: '"$*" >&2; exit 1; }
export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 APT_LISTCHANGES_FRONTEND=none
patience=$(($(date +%s) + 600))
said=
unlocked() {
  until said=$("$@" 2>&1 </dev/null); do
    case $said in
      *"Could not get lock"* | *"Unable to lock"* | *"locked by another process"*) ;;
      *) return 1 ;;
    esac
    [ "$(date +%s)" -lt "$patience" ] || return 1
    sleep 2
  done
}
words() { printf '%s\n' "$said" | grep -v '^ *$' | tail -n 6 | sed 's/^/  /'; }
apt() {
  unlocked apt-get -qq -y --no-remove -o Acquire::Retries=3 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}
state() { dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null || true; }
is_known() { case $(state "$1") in "" | not-installed | config-files) return 1 ;; esac; }
is_installed() { for package; do [ "$(state "$package")" = installed ] || return 1; done; }
fresh=
refresh() {
  [ -z "$fresh" ] || return 0
  unlocked dpkg --force-confdef --force-confold --configure -a || fail "dpkg cannot finish what was begun earlier:
$(words)"
  apt update || fail "apt cannot read the package lists:
$(words)
  Check the machine's network and /etc/apt/sources.list."
  apt --fix-broken install || fail "apt cannot put right what was begun earlier:
$(words)"
  fresh=yes
}
install() {
  refresh
  apt install --no-install-recommends "$@" || fail "apt cannot install $*:
$(words)"
}
need() { is_installed "$@" || install --no-upgrade "$@"; }
is_offered() { apt-cache policy "$1" | grep -q '^  Candidate: [^(]'; }
put() {
  mkdir -p "${1%/*}"
  cat > "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else sync "$1.new"; mv "$1.new" "$1"; fi
}
within() {
  end=$(($(date +%s) + $1)); shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.5
  done
}
has_systemd() { [ -d /run/systemd/system ]; }
# Whoever has an address says so to all that look for it, firewall or not.
mac_of() {
  ip neigh del "$1" dev "$dev" 2>/dev/null || true
  timeout 2 bash -c ": > /dev/tcp/$1/9" 2>/dev/null || true
  ip neigh show "$1" dev "$dev" | sed -n 's/.* lladdr \([^ ]*\).*/\1/p'
}
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
dev=$(ip -o -4 address show to 192.168.1.11/32 | awk 'NR == 1 { print $2 }')
[ -n "$dev" ] || fail "no interface has 192.168.1.11, by which the other host is to know this one.
  Its addresses: $(ip -o -4 address show scope global | awk '{ print $4 }' | paste -sd ' ')"
if [ -s /etc/keepalived/keepalived.conf ] && [ "$(head -n 1 /etc/keepalived/keepalived.conf)" != '# Written by Homeport.' ]; then
  fail "/etc/keepalived/keepalived.conf is there already, and is not Homeport's; it stays as it is.
  Take keepalived off this machine, or keep 192.168.1.10 by that file."
fi
if ! grep -qs ' 192.168.1.10/' /etc/keepalived/homeport/home.prod.front.conf && [ -z "$(ip -o -4 address show to 192.168.1.10/32)" ]; then
  holder=$(mac_of 192.168.1.10)
  # The other host may have it, and is no stranger.
  [ -z "$holder" ] || [ "$holder" = "$(mac_of 192.168.1.12)" ] || fail "192.168.1.10 is that of another machine, which answers for it (MAC address $holder).
  Take one that no machine has, and that no DHCP server gives away. Of a host that kept it before and is to keep it no more: systemctl stop keepalived there."
fi
need keepalived iproute2
mkdir -p /etc/keepalived/homeport
put /etc/keepalived/homeport/home.prod.front.ask <<'HOMEPORT_FILE'
#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/8404 || exit 1
printf 'GET / HTTP/1.0\r\n\r\n' >&3
read -r -t 2 version _ <&3
[[ $version == HTTP/1.* ]]
HOMEPORT_FILE
chmod 755 /etc/keepalived/homeport/home.prod.front.ask
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp /etc/keepalived/homeport/*.conf "$work/" 2>/dev/null || true
sed "s/@interface@/$dev/" > "$work/home.prod.front.conf" <<'HOMEPORT_FILE'
vrrp_script home.prod.front {
  script "/etc/keepalived/homeport/home.prod.front.ask"
  interval 1
  timeout 2
  fall 2
  rise 2
}
vrrp_instance home.prod.front {
  state BACKUP
  nopreempt
  interface @interface@
  virtual_router_id 10
  priority 101
  advert_int 1
  unicast_src_ip 192.168.1.11
  unicast_peer {
    192.168.1.12
  }
  virtual_ipaddress {
    192.168.1.10/24 dev @interface@
  }
  track_script {
    home.prod.front
  }
}
HOMEPORT_FILE
cat > "$work/all" <<'HOMEPORT_FILE'
# Written by Homeport.
global_defs {
  enable_script_security
  script_user nobody
  # An interface may be up before anything gets through.
  vrrp_startup_delay 5
  # Who has missed the news is told again.
  vrrp_garp_master_refresh 60
  vrrp_garp_lower_prio_repeat 2
}
include /etc/keepalived/homeport/*.conf
HOMEPORT_FILE
# While it only looks, keepalived ends itself where scripts are somebody else's than root's.
sed "s|^include .*|include $work/*.conf|; s/script_user .*/script_user root/" "$work/all" > "$work/tried"
said=$(keepalived --config-test --use-file "$work/tried" 2>&1) || fail "keepalived does not take 192.168.1.10/24:
$(echo "$said" | tail -n 6 | sed 's/^/  /')"
before=$(all_of_it)
put /etc/keepalived/homeport/home.prod.front.conf < "$work/home.prod.front.conf"
put /etc/keepalived/keepalived.conf < "$work/all"
if has_systemd; then
  put /etc/systemd/system/keepalived.service.d/homeport.conf <<'HOMEPORT_FILE'
# Written by Homeport.
[Unit]
StartLimitIntervalSec=0

[Service]
Restart=always
RestartSec=1
HOMEPORT_FILE
  sed "s/@interface@/$dev/" <<'HOMEPORT_FILE' | put /etc/systemd/system/keepalived.service.d/homeport-home.prod.front.conf
# Written by Homeport.
[Service]
ExecStopPost=-/sbin/ip address flush to 192.168.1.10/32 dev @interface@
HOMEPORT_FILE
fi
[ "$before" = "$(all_of_it)" ] && runs || at_work
within 15 runs || fail "keepalived does not run.
  Look at: journalctl -u keepalived"
echo "192.168.1.10 is kept"
