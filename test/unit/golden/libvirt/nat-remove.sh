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
if [ "$(virsh -q domuuid "$vm" 2>/dev/null)" = "$uuid" ]; then
  stop 60 || {
    echo "VM $vm did not shut down within 60 s and is switched off." >&2
    virsh -q destroy "$vm" >/dev/null
  }
  virsh -q undefine "$vm" --managed-save --snapshots-metadata --checkpoints-metadata >/dev/null
  rm -f "/var/log/libvirt/qemu/$vm.log"*
fi
[ "$(cat "$directory/owner" 2>/dev/null)" = "$uuid" ] || exit 0
give_back
shut_out
rm -rf "$directory"
rmdir "$(dirname "$directory")" 2>/dev/null || true
