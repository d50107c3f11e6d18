set -eu
umask 077
export LC_ALL=C LIBVIRT_DEFAULT_URI=qemu:///system
vm=prod-apps
uuid=5b2df109-f2f2-8651-8f74-fb6fb8204ecf
directory=/var/lib/libvirt/images/homeport/vms/prod-apps
fail() { printf '%s\n' "$@" >&2; exit 1; }
lacking() { fail "$1 was not found on hypervisor cellar." '  On Debian or Ubuntu: apt-get install --no-install-recommends libvirt-daemon-system libvirt-clients qemu-system-x86 qemu-utils dnsmasq-base xorriso openssh-client'; }
command -v virsh >/dev/null || lacking '"virsh"'
virsh -q version >/dev/null 2>&1 || fail 'hypervisor cellar: libvirt does not answer.' '  Start it; where systemd runs: systemctl start libvirtd'
bytes() { qemu-img info --force-share --output=json "$1" | sed -n 's/^    "virtual-size": \([0-9]*\).*/\1/p'; }
for tool in qemu-img ssh-keygen ssh-keyscan; do
  command -v "$tool" >/dev/null || lacking "\"$tool\""
done
[ "$(uname -m)" = x86_64 ] || fail 'hypervisor cellar: '"$(uname -m)"' is not a processor that VMs are made for; expected: x86_64'

found=$(virsh -q domuuid "$vm" 2>/dev/null) || found=$uuid
[ "$found" = "$uuid" ] || fail "VM $vm: hypervisor cellar has one of this name that is not this program's." '  Give this VM another name, or remove the other one (virsh undefine).'

all=$(virsh -q nodeinfo | awk '/^Memory size:/ { print int($3 / 1024) }')
[ 2048 -lt "$all" ] || fail "VM $vm: memory of 2048 MiB is not less than what hypervisor cellar has ($all MiB)." '  Leave some for the hypervisor; example: 2GiB'
disk=$directory/disk.qcow2
if [ ! -f "$disk" ]; then
  disk=/var/lib/libvirt/images/homeport/templates/debian-13-0123456789ab.qcow2
  [ -f "$disk" ] || fail "VM $vm: template $disk is not on hypervisor cellar." '  npx homeport template builds one and says its name and version.'
  qemu-img info --force-share --output=json "$disk" | grep -q '^    "format": "qcow2"' || fail "VM $vm: template $disk is not an image of the form qcow2." '  To make one of it: qemu-img convert -O qcow2'
fi
now=$(($(bytes "$disk") / 1048576))
[ 20480 -ge $now ] || fail "VM $vm: diskSize of 20480 MiB is smaller than $disk ($now MiB)." '  A disk only grows.'
network=default
address=192.168.122.10
xml=$(virsh -q net-dumpxml "$network" 2>/dev/null) || fail "VM $vm: hypervisor cellar has no libvirt network $network." "  It has: $(virsh -q net-list --all --name | xargs)"
[ "$(virsh -q net-info "$network" | awk '$1 == "Active:" { print $2 }')" = yes ] || fail "VM $vm: the libvirt network $network is not active on hypervisor cellar." "  Start it: virsh net-start $network; virsh net-autostart $network"
number() {
  set -- $(echo "$1" | tr . ' ')
  echo $((($1 << 24) + ($2 << 16) + ($3 << 8) + $4))
}
at=$(number $address)
ranges=
inside=
# Lines as <ip address='192.168.122.1' netmask='255.255.255.0'>, or with a prefix='24'.
for range in $(echo "$xml" | sed -n "s/.*<ip .*address='\([0-9.]*\)' \(netmask\|prefix\)='\([0-9.]*\)'.*/\1=\3/p"); do
  own=$(number "${range%=*}")
  case ${range#*=} in
    *.*) mask=$(number "${range#*=}") ;;
    *) mask=$((4294967295 << (32 - ${range#*=}) & 4294967295)) ;;
  esac
  first=$((own & mask))
  last=$((first | (mask ^ 4294967295)))
  [ $at -le $first ] || [ $at -ge $last ] || [ $at -eq "$own" ] || inside=yes
  ranges="$ranges ${range%=*}/${range#*=}"
done
[ -n "$inside" ] || fail "VM $vm: address $address is not a free one of the libvirt network $network (${ranges:- no IPv4})." '  Choose another one in it.'
others=$(echo "$xml" | sed -n 's/.*\(<host .*\)/\1/p' | grep -vF '<host mac='\''52:54:00:16:54:e9'\'' name='\''prod-apps'\'' ip='\''192.168.122.10'\''' | grep -vF "$(sed -n 2p "$directory/lease" 2>/dev/null || echo none)" || true)
case $others in
  *"ip='$address'"*) fail "VM $vm: address $address is given to another machine in the libvirt network $network." '  Choose another one.' ;;
  *"mac='52:54:00:16:54:e9'"* | *"name='$vm'"*) fail "VM $vm: the libvirt network $network has another entry with its name or 52:54:00:16:54:e9:" "$others" ;;
esac
leased=$(virsh -q net-dhcp-leases "$network" | grep -F " $address/" | grep -viF 52:54:00:16:54:e9 || true)
[ -z "$leased" ] || fail "VM $vm: another machine has address $address of the libvirt network $network until its lease ends:" "$leased" '  Choose another address, or wait.'
virsh -q list --all --name | while read -r other; do
  [ -z "$other" ] || [ "$other" = "$vm" ] || ! virsh -q domiflist "$other" | grep -qiF 52:54:00:16:54:e9 || fail "VM $vm: its MAC 52:54:00:16:54:e9 is that of VM $other on hypervisor cellar." '  Give it another one: network.mac'
done
