import { quote } from "../../shared/shell";
import type { PlannedMachine } from "./plan";

/** The beginning of every script on a hypervisor. */
export const prelude = (vm: PlannedMachine): string => `set -eu
umask 077
export LC_ALL=C LIBVIRT_DEFAULT_URI=qemu:///system
vm=${quote(vm.name)}
uuid=${vm.uuid}
directory=${quote(vm.directory)}
fail() { printf '%s\\n' "$@" >&2; exit 1; }
lacking() { fail "$1 was not found on hypervisor ${vm.hypervisor}." '  On Debian or Ubuntu: apt-get install --no-install-recommends libvirt-daemon-system libvirt-clients qemu-system-x86 qemu-utils dnsmasq-base xorriso openssh-client'; }
command -v virsh >/dev/null || lacking '"virsh"'
virsh -q version >/dev/null 2>&1 || fail 'hypervisor ${vm.hypervisor}: libvirt does not answer.' '  Start it; where systemd runs: systemctl start libvirtd'`;

/** A shell function: `is_off` succeeds where the VM is switched off. */
export const offFunction = `is_off() {
  case $(virsh -q domstate "$vm" 2>/dev/null) in 'shut off' | crashed) ;; *) return 1 ;; esac
}`;

/**
 * A shell function: `stop SECONDS` shuts the VM down in good order, or fails when its time is up. A system that is
 * still starting does not hear the power button: it is pressed again.
 */
export const stopFunction = `stop() {
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
}`;

/** A shell function: `bytes FILE` tells how large a disk is for the VM. */
export const bytesFunction = `bytes() { qemu-img info --force-share --output=json "$1" | sed -n 's/^    "virtual-size": \\([0-9]*\\).*/\\1/p'; }`;

/** A shell function: `last_lines` shows what the VM's console said last. */
export const lastLinesFunction = `last_lines() {
  echo '  The last lines of its console:'
  tail -n 20 "$directory/console.log" 2>/dev/null | tr -cd '\\n\\t -~' | sed 's/^/    /'
}`;
