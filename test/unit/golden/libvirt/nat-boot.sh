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
is_off() {
  case $(virsh -q domstate "$vm" 2>/dev/null) in 'shut off' | crashed) ;; *) return 1 ;; esac
}
stop() {
  deadline=$(($(date +%s) + $1))
  press=0
  until is_off; do
    now=$(date +%s)
    [ "$now" -lt "$deadline" ] || return 1
    if [ "$now" -ge "$press" ]; then
      virsh -q shutdown "$vm" --mode acpi >/dev/null 2>&1 || true
      press=$((now + 5))
    fi
    sleep 0.5
  done
}
bytes() { qemu-img info --force-share --output=json "$1" | sed -n 's/^    "virtual-size": \([0-9]*\).*/\1/p'; }
lease=$directory/lease
give_back() {
  [ -f "$lease" ] || return 0
  { read -r network; read -r entry; } <"$lease"
  if virsh -q net-dumpxml "$network" 2>/dev/null | grep -qF "$entry"; then
    live=
    [ "$(virsh -q net-info "$network" | awk '$1 == "Active:" { print $2 }')" != yes ] || live=--live
    virsh -q net-update "$network" delete ip-dhcp-host "$entry/>" --config $live >/dev/null
  fi
  rm "$lease"
}
take() {
  printf '%s\n' "$1" "$2" >"$lease.new"
  if [ -f "$lease" ]; then cmp -s "$lease" "$lease.new" || give_back; fi
  mv "$lease.new" "$lease"
  virsh -q net-dumpxml "$1" | grep -qF "$2" ||
    virsh -q net-update "$1" add-last ip-dhcp-host "$2><lease expiry='5' unit='minutes'/></host>" --live --config >/dev/null
}
hook=/etc/libvirt/hooks/qemu.d/homeport-$vm
shut_out() {
  [ -f "$hook" ] || return 0
  "$hook" "$vm" release end -
  rm "$hook"
  rmdir "$(dirname "$hook")" 2>/dev/null || true
}
let_in() {
  install -D -m 755 "$1" "$hook"
  "$hook" "$vm" started begin -
}
last_lines() {
  echo '  The last lines of its console:'
  tail -n 20 "$directory/console.log" 2>/dev/null | tr -cd '\n\t -~' | sed 's/^/    /'
}
make_seed() {
  rm -rf seed
  mkdir seed
  printf %s 'instance-id: 5b2df109-f2f2-8651-8f74-fb6fb8204ecf
local-hostname: prod-apps
' >seed/meta-data
  printf %s 'version: 2
ethernets:
  lan:
    match: { macaddress: "52:54:00:16:54:e9" }
    dhcp4: true
' >seed/network-config
  printf %s '#cloud-config
users: []
disable_root: false
ssh_pwauth: false
ssh_authorized_keys:
  - ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBVRNVjM3BZV8mNyQNP9v7spakb39F+NW0PsCaGjD+Bf
manage_etc_hosts: localhost
growpart: { mode: auto, devices: [/] }
resize_rootfs: true
# An address that has changed is taken with the next boot.
updates: { network: { when: [boot-new-instance, boot] } }
ssh_deletekeys: true
ssh: { emit_keys_to_console: false }
ssh_keys:
' >seed/user-data
  {
    echo '  ed25519_private: |'
    sed 's/^/    /' host_key
    echo "  ed25519_public: $(cat host_key.pub)"
  } >>seed/user-data
  # The same program under three names.
  for tool in xorrisofs genisoimage mkisofs none; do
    ! command -v "$tool" >/dev/null || break
  done
  [ "$tool" != none ] || lacking '"xorrisofs"'
  "$tool" -quiet -output seed.new -volid cidata -joliet -rational-rock seed 2>/dev/null
  rm -rf seed
  mv seed.new seed.iso
}
choose() {
  type=qemu
  emulator=$(virsh -q domcapabilities --virttype kvm 2>/dev/null | sed -n 's:.*<path>\(.*\)</path>.*:\1:p')
  # In a shell of its own, which keeps to itself that the program was aborted.
  if [ -n "$emulator" ] && (
    trial=$(mktemp)
    trap 'rm -f "$trial"' EXIT
    truncate -s 65536 "$trial"
    printf '\372\056\017\001\026\120\000\017\040\300\014\001\017\042\300\146\352\027\000\017\000\010\000\146\270\020\000\216\330\216\300\216\320\216\340\216\350\271\200\360\372\002\111\165\375\260\376\346\144\364\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\027\000\140\000\017\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\000\377\377\000\000\000\232\317\000\377\377\000\000\000\222\317\000' | dd of="$trial" conv=notrunc status=none
    printf '\352\000\000\000\360' | dd of="$trial" conv=notrunc status=none bs=1 seek=65520
    timeout 10 "$emulator" -machine pc,accel=kvm -cpu host -m 16 -nodefaults -display none -no-reboot -bios "$trial"
    exit $?
  ) >/dev/null 2>&1; then
    type=kvm
  else
    echo 'VM prod-apps: KVM does not work on hypervisor cellar: the VM is emulated, which is many times slower.' >&2
  fi
}
domain() {
  case $1 in
    kvm) cat <<'end of domain' ;;
<domain type='kvm'>
  <name>prod-apps</name>
  <uuid>5b2df109-f2f2-8651-8f74-fb6fb8204ecf</uuid>
  <description>Made by Homeport: a change that is made here is lost with the next one there.</description>
  <memory unit='MiB'>2048</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features>
    <acpi/>
    <apic/>
  </features>
  <cpu mode='host-passthrough'/>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>restart</on_crash>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' discard='unmap'/>
      <source file='/var/lib/libvirt/images/homeport/vms/prod-apps/disk.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='/var/lib/libvirt/images/homeport/vms/prod-apps/seed.iso'/>
      <target dev='vdb' bus='virtio'/>
      <readonly/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:16:54:e9'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>
    <serial type='pty'>
      <log file='/var/lib/libvirt/images/homeport/vms/prod-apps/console.log' append='off'/>
      <target port='0'/>
    </serial>
    <console type='pty'>
      <target type='serial' port='0'/>
    </console>
    <rng model='virtio'>
      <backend model='random'>/dev/urandom</backend>
    </rng>
  </devices>
</domain>
end of domain
    qemu) cat <<'end of domain' ;;
<domain type='qemu'>
  <name>prod-apps</name>
  <uuid>5b2df109-f2f2-8651-8f74-fb6fb8204ecf</uuid>
  <description>Made by Homeport: a change that is made here is lost with the next one there.</description>
  <memory unit='MiB'>2048</memory>
  <vcpu>2</vcpu>
  <os>
    <type arch='x86_64' machine='pc'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features>
    <acpi/>
    <apic/>
  </features>
  <clock offset='utc'/>
  <on_poweroff>destroy</on_poweroff>
  <on_reboot>restart</on_reboot>
  <on_crash>restart</on_crash>
  <devices>
    <disk type='file' device='disk'>
      <driver name='qemu' type='qcow2' discard='unmap'/>
      <source file='/var/lib/libvirt/images/homeport/vms/prod-apps/disk.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <disk type='file' device='disk'>
      <driver name='qemu' type='raw'/>
      <source file='/var/lib/libvirt/images/homeport/vms/prod-apps/seed.iso'/>
      <target dev='vdb' bus='virtio'/>
      <readonly/>
    </disk>
    <interface type='network'>
      <mac address='52:54:00:16:54:e9'/>
      <source network='default'/>
      <model type='virtio'/>
    </interface>
    <serial type='pty'>
      <log file='/var/lib/libvirt/images/homeport/vms/prod-apps/console.log' append='off'/>
      <target port='0'/>
    </serial>
    <console type='pty'>
      <target type='serial' port='0'/>
    </console>
    <rng model='virtio'>
      <backend model='random'>/dev/urandom</backend>
    </rng>
  </devices>
</domain>
end of domain
  esac
}

cd "$directory" 2>/dev/null && [ -f disk.qcow2 ] || fail "VM $vm: its disk is not on hypervisor cellar ($directory)."
found=$(virsh -q domuuid "$vm" 2>/dev/null) || found=
[ -z "$found" ] || [ "$found" = "$uuid" ] || fail "VM $vm: hypervisor cellar has one of this name that is not this program's."
revision=8693b7a7a7bb
if [ -z "$found" ] || [ "$(cat applied 2>/dev/null)" != $revision ]; then
  choose
  [ -z "$found" ] || stop 60 || fail "VM $vm did not shut down within 60 s; nothing was changed." '  Shut it down (virsh shutdown, virsh destroy) and deploy again, or set a longer stopSeconds.'
  wanted=$((20480 * 1048576))
  [ "$(bytes disk.qcow2)" -ge $wanted ] || qemu-img resize -q disk.qcow2 $wanted
  make_seed
  take default '<host mac='\''52:54:00:16:54:e9'\'' name='\''prod-apps'\'' ip='\''192.168.122.10'\'''
  domain "$type" >domain.xml
  virsh -q define domain.xml >/dev/null
  echo $revision >applied
  sync applied
fi
virsh -q autostart "$vm" >/dev/null
! is_off || virsh -q start "$vm" >/dev/null
shut_out
cat >hook <<'end of hook'
#!/bin/sh
# Made by Homeport: containers of this machine may call VM prod-apps.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
[ "$1" = prod-apps ] && command -v iptables >/dev/null || exit 0
case $2 in started | reconnect | release) ;; *) exit 0 ;; esac
rule='FORWARD -i br-+ -d 192.168.122.10 -j ACCEPT'
while iptables -w -D $rule 2>/dev/null; do :; done
[ "$2" = release ] || iptables -w -I $rule
exit 0
end of hook
let_in hook

deadline=$(($(date +%s) + 300))
until ssh-keyscan -T 5 -t ed25519 192.168.122.10 2>/dev/null | grep -qF 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJxZ3TqO1bSx8cS4F7QWv2n0s3u7j1Q0m2d5b6e8f9aA'; do
  ! is_off || fail "VM $vm went off while it was starting." "$(last_lines)"
  [ "$(date +%s)" -lt "$deadline" ] || fail "VM $vm does not answer SSH with its host key at 192.168.122.10 after 300 s." "$(last_lines)"
  sleep 1
done
