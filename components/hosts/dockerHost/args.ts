import type { HostSetup } from "../hostSetup/args";
import type { VirtualMachineArgs } from "../libvirt/args";
import type { SshTarget } from "../machine/target";
import type { DockerHost } from "./component";
import type { Registries } from "./registries";

/** What every kind of host has. */
interface AnyHost {
  /**
   * Who asks which registry for images, by the registry's name as it stands before an image's path (`docker.io` for
   * Docker's own).
   * @default what `docker login` has stored on the machine that runs the program, or nobody
   */
  readonly registries?: Registries;
}

/** The engine that the program itself talks to: the machine's own, or the one that `endpoint` names. */
export interface LocalHost extends AnyHost {
  readonly kind: "local";
  /**
   * Where the engine listens, in the form of `DOCKER_HOST` (`unix:///…`, `tcp://…`, `ssh://…`).
   * @default what `DOCKER_HOST` or the current Docker context says
   */
  readonly endpoint?: string;
}

/** A machine that answers SSH: bare metal, or a VM from anywhere. */
export interface SshHost extends SshTarget, AnyHost {
  readonly kind: "ssh";
  /**
   * What is set up there.
   * @default the engine with Compose, its daemon.json, and the limits of SSH
   */
  readonly setup?: HostSetup;
  /**
   * Stacks of this project that use the machine too and are known to set it up alike: what their marks on it still say
   * is not held against this one.
   * @default none: every other stack's mark is
   */
  readonly agreedWith?: readonly string[];
}

/** A VM that libvirt runs on another host. */
export interface LibvirtHost extends VirtualMachineArgs, AnyHost {
  readonly kind: "libvirt";
  /** The host that runs it, with libvirt installed. */
  readonly hypervisor: DockerHost;
  /**
   * What is set up in it.
   * @default the engine with Compose, its daemon.json, and the limits of SSH
   */
  readonly setup?: HostSetup;
}

/** The kinds of host. */
export type DockerHostArgs = LocalHost | SshHost | LibvirtHost;
