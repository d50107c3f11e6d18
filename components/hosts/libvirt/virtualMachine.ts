import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { machineCommand } from "../machine/command";
import type { GoesWith, Machine } from "../machine/machine";
import type { SshTarget } from "../machine/target";
import type { VirtualMachineArgs } from "./args";
import { bootTitles, renderBoot } from "./bootScript";
import { checkVirtualMachine } from "./check";
import { renderCheck } from "./checkScript";
import { renderKeepDisk, renderMakeDisk } from "./diskScript";
import { placesOf } from "./neighbours";
import { addressOf, planMachine } from "./plan";
import { renderRemove } from "./removeScript";

/** A VM that answers SSH. */
export interface VirtualMachine {
  /** How it is entered, with the host key that it was born with. */
  readonly target: SshTarget;
  /** The hypervisor, where the VM's address is known only there. */
  readonly behind?: Machine;
  /** Is there when the VM answers SSH with its own host key. */
  readonly ready: pulumi.Resource;
  /** How what is deployed to it goes along with it, and comes back on a new one. */
  readonly goesWith: GoesWith;
}

/**
 * Makes a VM on a hypervisor.
 *
 * Its disk and the machine around it are two resources. The machine changes by a reboot. The disk takes all with it
 * when it is replaced or goes, and is protected from that unless the VM is disposable.
 *
 * @throws RunError that names every argument that is not usable.
 */
export function makeVirtualMachine(
  name: string,
  hypervisor: Machine,
  args: VirtualMachineArgs,
  parent: pulumi.Resource,
): VirtualMachine {
  const origin = { project: pulumi.getProject(), stack: pulumi.getStack(), name };
  const checked = checkVirtualMachine(origin, args, placesOf(hypervisor));
  const protect = !checked.disposable;

  const entryKey = new tls.PrivateKey(`${name}-entry-key`, { algorithm: "ED25519" }, { parent, protect });
  const planned = entryKey.publicKeyOpenssh.apply((key) =>
    planMachine(origin, hypervisor.name, checked, key),
  );

  const fits = machineCommand(`${name}-fits`, hypervisor, { run: planned.apply(renderCheck) }, { parent });
  const disk = machineCommand(
    `${name}-disk-with-data`,
    hypervisor,
    {
      run: planned.apply(renderMakeDisk),
      change: planned.apply(renderKeepDisk),
      remove: planned.apply(renderRemove),
      replacedBy: [
        hypervisor.name,
        planned.name,
        planned.uuid,
        planned.directory,
        planned.template,
        planned.disk,
      ],
    },
    { parent, protect, dependsOn: fits },
  );
  const script = pulumi.all([planned, disk.stdout]).apply(([vm, hostKey]) => renderBoot(vm, hostKey));
  const boot = (which: "run" | "change") =>
    pulumi.all([planned, script]).apply(([vm, text]) => ({ title: bootTitles(vm)[which], script: text }));
  const ready = machineCommand(
    `${name}-boot`,
    hypervisor,
    { run: boot("run"), change: boot("change") },
    { parent, dependsOn: [fits, disk], replaceWith: [disk] },
  );

  return {
    target: {
      address: addressOf(checked.network),
      hostKey: disk.stdout,
      key: { from: "value", privateKey: entryKey.privateKeyOpenssh },
    },
    behind: checked.network.kind === "nat" && hypervisor.ssh ? hypervisor : undefined,
    ready,
    // Where a disk is removed before it is made anew, the engine counts as gone what follows it, and not the disk.
    goesWith: { deletedWith: ready, replaceWith: [disk] },
  };
}
