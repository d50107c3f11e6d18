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
if [ -d "$directory" ]; then
  [ "$(cat "$directory/owner")" = "$uuid" ] || fail "VM $vm: $directory on hypervisor cellar has the disk of another program's VM." '  Give this VM another name, or remove the other one.'
else
  # Both parents are passed through by the user under whom QEMU runs.
  (umask 022; mkdir -p "$(dirname "$directory")")
  rm -rf "$directory.new"
  mkdir -m 711 "$directory.new"
  echo "$uuid" >"$directory.new/owner"
  sync "$directory.new/owner"
  mv -T "$directory.new" "$directory"
fi
cd "$directory"
if [ ! -f host_key.pub ]; then
  rm -f host_key host_key.new*
  ssh-keygen -q -t ed25519 -N '' -C '' -f host_key.new
  sync host_key.new
  mv host_key.new host_key
  mv host_key.new.pub host_key.pub
fi
if [ ! -f disk.qcow2 ]; then
  qemu-img create -q -f qcow2 -b /var/lib/libvirt/images/homeport/templates/debian-13-0123456789ab.qcow2 -F qcow2 disk.new
  sync disk.new
  mv disk.new disk.qcow2
fi
cut -d ' ' -f 1,2 host_key.pub
