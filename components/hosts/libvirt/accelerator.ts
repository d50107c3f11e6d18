import type { PlannedMachine } from "./plan";
import { renderTrialProgram } from "./trial";

/**
 * Renders the lines that set `type` to the kind of virtualisation that works on the hypervisor. That there is KVM says
 * neither that it can run a processor like the machine's own, nor that the processor itself does the work: a small
 * program is run with it.
 */
export function renderChoose({ name, hypervisor, accelerator }: PlannedMachine): string {
  if (accelerator === "emulation") return "  type=qemu";
  const otherwise =
    accelerator === "kvm"
      ? `fail 'VM ${name}: KVM does not work on hypervisor ${hypervisor}.' '  Switch virtualisation on in its firmware, or set accelerator to auto.'`
      : `echo 'VM ${name}: KVM does not work on hypervisor ${hypervisor}: the VM is emulated, which is many times slower.' >&2`;
  return `  type=qemu
  emulator=$(virsh -q domcapabilities --virttype kvm 2>/dev/null | sed -n 's:.*<path>\\(.*\\)</path>.*:\\1:p')
  # In a shell of its own, which keeps to itself that the program was aborted.
  if [ -n "$emulator" ] && (
    trial=$(mktemp)
    trap 'rm -f "$trial"' EXIT
${renderTrialProgram().replace(/^/gm, "    ")}
    timeout 10 "$emulator" -machine pc,accel=kvm -cpu host -m 16 -nodefaults -display none -no-reboot -bios "$trial"
    exit $?
  ) >/dev/null 2>&1; then
    type=kvm
  else
    ${otherwise}
  fi`;
}
