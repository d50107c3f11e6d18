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
cd "$directory" 2>/dev/null && [ "$(cat owner)" = "$uuid" ] && [ -f disk.qcow2 ] || fail "VM $vm: its disk is not on hypervisor cellar any more ($directory)." '  Bring it back, or replace it: pulumi up --replace with the URN of this command makes a new VM.'
cut -d ' ' -f 1,2 host_key.pub
