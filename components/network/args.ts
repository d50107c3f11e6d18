import type * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "../hosts/dockerHost/component";

/** Settings of an environment's network on one host. */
export interface EnvironmentNetworkArgs {
  /** The host whose engine has the network. */
  readonly host: DockerHost;
  /** IPv4 network in CIDR notation, /16 to /27, used by nothing else on the host. */
  readonly subnet: string;
  /**
   * IPv6 network in CIDR notation, /48 to /112, that containers have addresses of as well: with it, farm and gates are
   * reached by IPv6, and visitors keep their addresses. Its engine has to translate IPv6: Docker 27 or later, or
   * `ip6tables` and `experimental` in its `daemon.json`. Take one below fd00::/8.
   * @default IPv4 alone
   */
  readonly subnet6?: string;
  /**
   * Engine's name of a network with this subnet that something else makes, and whose last two addresses it gives to
   * nobody: they are the farm's and the gate's.
   * @default a network of the environment's own
   */
  readonly existing?: pulumi.Input<string>;
  /**
   * Name of the environment, for labels and answers.
   * @default the stack's name
   */
  readonly environment?: string;
  /**
   * Whether the volumes of services outlive their service and the environment. `false` is for an environment whose data
   * are for trial: they go with a service or volume that leaves the program, and with `pulumi destroy`.
   * @default true
   */
  readonly keepVolumes?: boolean;
}
