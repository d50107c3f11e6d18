set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
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
need nftables
alone
take_back
is_in_place || try_out
echo "firewall is in place"
