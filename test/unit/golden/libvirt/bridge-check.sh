set -eu
umask 077
export LC_ALL=C LIBVIRT_DEFAULT_URI=qemu:///system
vm=prod-shop
uuid=658fd2e3-556e-8ef4-8251-dbd09e9ffb8a
directory=/srv/vms/vms/prod-shop
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
[ 512 -lt "$all" ] || fail "VM $vm: memory of 512 MiB is not less than what hypervisor cellar has ($all MiB)." '  Leave some for the hypervisor; example: 2GiB'
disk=$directory/disk.qcow2
if [ ! -f "$disk" ]; then
  disk=/srv/images/debian-13-genericcloud-amd64.qcow2
  [ -f "$disk" ] || fail "VM $vm: template $disk is not on hypervisor cellar." '  npx homeport template builds one and says its name and version.'
  qemu-img info --force-share --output=json "$disk" | grep -q '^    "format": "qcow2"' || fail "VM $vm: template $disk is not an image of the form qcow2." '  To make one of it: qemu-img convert -O qcow2'
fi
now=$(($(bytes "$disk") / 1048576))
[ 4096 -ge $now ] || fail "VM $vm: diskSize of 4096 MiB is smaller than $disk ($now MiB)." '  A disk only grows.'
[ -d /sys/class/net/br0/bridge ] || fail "VM $vm: hypervisor cellar has no bridge br0." "  It has: $(for one in /sys/class/net/*/bridge; do [ ! -d "$one" ] || basename "$(dirname "$one")"; done | xargs)"
virsh -q list --all --name | while read -r other; do
  [ -z "$other" ] || [ "$other" = "$vm" ] || ! virsh -q domiflist "$other" | grep -qiF 52:54:00:12:34:56 || fail "VM $vm: its MAC 52:54:00:12:34:56 is that of VM $other on hypervisor cellar." '  Give it another one: network.mac'
done
