import { revisionOf } from "../../shared/revision";
import { quote } from "../../shared/shell";
import { renderChoose } from "./accelerator";
import { renderDomain } from "./domain";
import { leaseFunctions, renderLease } from "./lease";
import { letInFunctions, renderLetIn } from "./letIn";
import type { PlannedMachine } from "./plan";
import { renderSeed } from "./seed";
import { bytesFunction, lastLinesFunction, offFunction, prelude, stopFunction } from "./shell";

/** What of a VM changes by a reboot, as a person reads it. */
const shape = ({ memoryMebibytes, vcpus, diskMebibytes, address }: PlannedMachine): string =>
  `${memoryMebibytes} MiB of memory, ${vcpus} vCPU${vcpus === 1 ? "" : "s"}, ${diskMebibytes} MiB of disk, address ${address}`;

/** The titles of the same script at creation and at a change: a preview shows what is changed by a reboot. */
export const bootTitles = (vm: PlannedMachine) => ({
  run: `boot VM ${vm.name}: ${shape(vm)}`,
  change: `reboot VM ${vm.name}: ${shape(vm)}`,
});

/**
 * Renders how a VM becomes what it is to be: from nothing, or by one orderly reboot where something differs that it
 * does not take while it runs.
 *
 * @param hostKey the VM's public host key, by which it is known when it answers
 */
export const renderBoot = (vm: PlannedMachine, hostKey: string): string => `${prelude(vm)}
${offFunction}
${stopFunction}
${bytesFunction}
${leaseFunctions}
${letInFunctions}
${lastLinesFunction}
make_seed() {
${renderMakeSeed(vm)}
}
choose() {
${renderChoose(vm)}
}
domain() {
  case $1 in
    kvm) cat <<'end of domain' ;;
${renderDomain(vm, "kvm")}end of domain
    qemu) cat <<'end of domain' ;;
${renderDomain(vm, "qemu")}end of domain
  esac
}

cd "$directory" 2>/dev/null && [ -f disk.qcow2 ] || fail "VM $vm: its disk is not on hypervisor ${vm.hypervisor} ($directory)."
found=$(virsh -q domuuid "$vm" 2>/dev/null) || found=
[ -z "$found" ] || [ "$found" = "$uuid" ] || fail "VM $vm: hypervisor ${vm.hypervisor} has one of this name that is not this program's."
revision=${revisionOfBoot(vm, hostKey)}
if [ -z "$found" ] || [ "$(cat applied 2>/dev/null)" != $revision ]; then
  choose
  [ -z "$found" ] || stop ${vm.stopSeconds} || fail "VM $vm did not shut down within ${vm.stopSeconds} s; nothing was changed." '  Shut it down (virsh shutdown, virsh destroy) and deploy again, or set a longer stopSeconds.'
  wanted=$((${vm.diskMebibytes} * 1048576))
  [ "$(bytes disk.qcow2)" -ge $wanted ] || qemu-img resize -q disk.qcow2 $wanted
  make_seed
  ${renderLease(vm)}
  domain "$type" >domain.xml
  virsh -q define domain.xml >/dev/null
  echo $revision >applied
  sync applied
fi
virsh -q autostart "$vm"${vm.autostart ? "" : " --disable"} >/dev/null
! is_off || virsh -q start "$vm" >/dev/null
${renderLetIn(vm)}

deadline=$(($(date +%s) + ${vm.startSeconds}))
until ssh-keyscan -T 5 -t ed25519 ${vm.address} 2>/dev/null | grep -qF ${quote(hostKey)}; do
  ! is_off || fail "VM $vm went off while it was starting." "$(last_lines)"
  [ "$(date +%s)" -lt "$deadline" ] || fail "VM $vm does not answer SSH with its host key at ${vm.address} after ${vm.startSeconds} s." "$(last_lines)"
  sleep 1
done`;

/** Where it differs, there is a reboot: what else changes in this text does not cause one. */
const revisionOfBoot = (vm: PlannedMachine, hostKey: string): string =>
  revisionOf(
    JSON.stringify([
      vm.memoryMebibytes,
      vm.vcpus,
      vm.diskMebibytes,
      vm.mac,
      vm.network,
      vm.accelerator,
      hostKey,
    ]),
  );

const renderMakeSeed = (vm: PlannedMachine): string => `  rm -rf seed
  mkdir seed
${Object.entries(renderSeed(vm))
  .map(([name, text]) => `  printf %s ${quote(text)} >seed/${name}\n`)
  .join("")}  {
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
  mv seed.new seed.iso`;
