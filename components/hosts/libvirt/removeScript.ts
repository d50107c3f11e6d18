import type { Titled } from "../../shared/titled";
import { leaseFunctions } from "./lease";
import { letInFunctions } from "./letIn";
import type { PlannedMachine } from "./plan";
import { offFunction, prelude, stopFunction } from "./shell";

/** Renders how a VM goes, with all that was made for it. */
export const renderRemove = (vm: PlannedMachine): Titled => ({
  title: `remove VM ${vm.name} with its disk`,
  script: `${prelude(vm)}
${offFunction}
${stopFunction}
${leaseFunctions}
${letInFunctions}
if [ "$(virsh -q domuuid "$vm" 2>/dev/null)" = "$uuid" ]; then
  stop ${vm.stopSeconds} || {
    echo "VM $vm did not shut down within ${vm.stopSeconds} s and is switched off." >&2
    virsh -q destroy "$vm" >/dev/null
  }
  virsh -q undefine "$vm" --managed-save --snapshots-metadata --checkpoints-metadata >/dev/null
  rm -f "/var/log/libvirt/qemu/$vm.log"*
fi
[ "$(cat "$directory/owner" 2>/dev/null)" = "$uuid" ] || exit 0
give_back
shut_out
rm -rf "$directory"
rmdir "$(dirname "$directory")" 2>/dev/null || true`,
});
