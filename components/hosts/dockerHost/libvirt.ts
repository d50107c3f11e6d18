import type * as pulumi from "@pulumi/pulumi";
import { makeVirtualMachine } from "../libvirt/virtualMachine";
import { sshMachine } from "../machine/machine";
import type { LibvirtHost } from "./args";
import { reachOverSsh } from "./overSsh";
import type { ReachedHost } from "./reached";

/** A VM that is made on another host, and then set up like any machine. */
export function reachLibvirt(
  name: string,
  { kind, hypervisor, registries, setup = {}, ...args }: LibvirtHost,
  parent: pulumi.Resource,
): ReachedHost {
  const { target, behind, ready, goesWith } = makeVirtualMachine(name, hypervisor.machine, args, parent);
  const machine = sshMachine(name, target, parent, behind);
  return reachOverSsh(name, { machine, address: target.address, after: ready, goesWith, setup }, parent);
}
