import { quote } from "../../shared/shell";
import type { Titled } from "../../shared/titled";
import type { PlannedMachine } from "./plan";
import { prelude } from "./shell";

/** Renders how a VM gets a disk and a host key of its own; the public key is printed. */
export const renderMakeDisk = (vm: PlannedMachine): Titled => ({
  title: `make the disk of VM ${vm.name}`,
  script: `${prelude(vm)}
if [ -d "$directory" ]; then
  [ "$(cat "$directory/owner")" = "$uuid" ] || fail "VM $vm: $directory on hypervisor ${vm.hypervisor} has the disk of another program's VM." '  Give this VM another name, or remove the other one.'
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
  ${createDisk(vm)}
  sync disk.new
  mv disk.new disk.qcow2
fi
${printKey}`,
});

/** Renders what a change finds: the disk stays as it is. */
export const renderKeepDisk = (vm: PlannedMachine): Titled => ({
  title: `look for the disk of VM ${vm.name}`,
  script: `${prelude(vm)}
cd "$directory" 2>/dev/null && [ "$(cat owner)" = "$uuid" ] && [ -f disk.qcow2 ] || fail "VM $vm: its disk is not on hypervisor ${vm.hypervisor} any more ($directory)." '  Bring it back, or replace it: pulumi up --replace with the URN of this command makes a new VM.'
${printKey}`,
});

// Without the comment, which may be empty.
const printKey = `cut -d ' ' -f 1,2 host_key.pub`;

const createDisk = ({ disk, template }: PlannedMachine): string =>
  disk === "copy"
    ? `qemu-img convert -O qcow2 ${quote(template)} disk.new`
    : `qemu-img create -q -f qcow2 -b ${quote(template)} -F qcow2 disk.new`;
