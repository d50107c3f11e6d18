import type { MemorySize } from "../../shared/size";

/** A network of libvirt, behind the hypervisor's own addresses. */
export interface NatNetwork {
  readonly kind: "nat";
  /**
   * Name of the network.
   * @default default
   */
  readonly network?: string;
  /** The VM's address in it, which nothing else there has. */
  readonly address: string;
  /**
   * @default made up from the names of project, stack and VM, the same at each deployment
   */
  readonly mac?: string;
}

/** A bridge of the hypervisor: the VM is a machine among the others on its wire. */
export interface BridgeNetwork {
  readonly kind: "bridge";
  /** Name of the bridge, such as `br0`. */
  readonly bridge: string;
  /** The VM's address with the length of its network's prefix, such as `192.168.1.20/24`. */
  readonly address: string;
  /** Where everything outside the network is reached. */
  readonly gateway: string;
  /** Addresses of name servers. */
  readonly dns: readonly string[];
  /**
   * @default made up from the names of project, stack and VM, the same at each deployment
   */
  readonly mac?: string;
}

/** A template that was built by Homeport, as its command names it. */
export interface NamedTemplate {
  /** Such as `debian-13`. */
  readonly name: string;
  /** The hash of its recipe, such as `0123456789ab`. */
  readonly version: string;
}

/** Settings of a VM. */
export interface VirtualMachineArgs {
  /**
   * What the VM is cloned from: a template that was built on the hypervisor, or the path there of any qcow2 image
   * with cloud-init. Another one replaces the VM.
   */
  readonly template: NamedTemplate | string;
  /**
   * Whether the disk lies on top of the template or is a copy of it. Another choice replaces the VM.
   * @default overlay
   */
  readonly disk?: "overlay" | "copy";
  /** A change takes one reboot. */
  readonly memory: MemorySize;
  /**
   * Number of virtual processors. A change takes one reboot.
   * @default 2
   */
  readonly vcpus?: number;
  /** Size of the disk, which can only grow. A change takes one reboot. */
  readonly diskSize: MemorySize;
  /** A change takes one reboot. */
  readonly network: NatNetwork | BridgeNetwork;
  /**
   * Whether the VM starts with its hypervisor.
   * @default true
   */
  readonly autostart?: boolean;
  /**
   * Whether the VM, with all data on it, may be replaced or deleted.
   * @default false
   */
  readonly disposable?: boolean;
  /**
   * How long an orderly shutdown may take, in seconds. After that a reboot is given up, and a VM that goes is
   * switched off.
   * @default 60
   */
  readonly stopSeconds?: number;
  /**
   * How long the VM may take from its start until it answers SSH, in seconds.
   * @default 300
   */
  readonly startSeconds?: number;
  /**
   * `auto` takes KVM where it works on the hypervisor, else emulation with a warning.
   * @default auto
   */
  readonly accelerator?: "auto" | "kvm" | "emulation";
  /**
   * Directory of the hypervisor with the VMs' disks and the templates. Another one replaces the VM.
   * @default /var/lib/libvirt/images/homeport
   */
  readonly directory?: string;
}
