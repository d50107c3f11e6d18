import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "./dockerHost/component";
import type { EngineNetwork } from "./dockerHost/networks";
import { checkNetwork } from "./environmentNetworkCheck";
import { byCode } from "./shared/order";
import { refusal } from "./shared/refuse";
import { type AddressPlan, overlaps, planAddresses } from "./shared/subnet";

/** Settings of an environment's network on one host. */
export interface EnvironmentNetworkArgs {
  /** The host whose engine has the network. */
  readonly host: DockerHost;
  /** IPv4 network in CIDR notation, /16 to /27, used by nothing else on the host. */
  readonly subnet: string;
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
}

/**
 * The isolated network of one environment on one host: containers of two environments
 * reach each other neither by name nor by address.
 *
 * @example
 * ```ts
 * const network = new EnvironmentNetwork("network", { host, subnet: "172.30.70.0/24" });
 * ```
 */
export class EnvironmentNetwork extends pulumi.ComponentResource {
  readonly host: DockerHost;
  readonly environment: string;
  /** The engine's name for the network. */
  readonly networkName: pulumi.Output<string>;
  /** Who has which address. */
  readonly addresses: AddressPlan;

  /** @throws RunError where an argument is not usable, and at preview where the host already uses the subnet. */
  constructor(name: string, args: EnvironmentNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    checkNetwork(name, args);
    super("homeport:index:EnvironmentNetwork", name, {}, opts);

    this.host = args.host;
    this.environment = args.environment ?? pulumi.getStack();
    this.addresses = planAddresses(args.subnet);

    if (args.existing === undefined) this.refuseTaken(`${name}.subnet`);
    this.networkName = pulumi.output(args.existing ?? this.makeBridge(`${name}-bridge`));
    this.registerOutputs({ networkName: this.networkName, subnet: args.subnet });
  }

  /** What is thrown when the answer comes later fails the preview by itself; nothing of what it shows depends on it. */
  private refuseTaken(path: string): void {
    const { networks, hostName } = this.host;
    const refuse = (taken: readonly EngineNetwork[]) =>
      refuseOverlap(path, this.addresses.subnet, hostName, taken, this.ownLabels);
    if (pulumi.Output.isInstance(networks)) networks.apply(refuse);
    else refuse(networks);
  }

  private makeBridge(name: string): pulumi.Output<string> {
    const { subnet, gateway, dynamicRange: ipRange } = this.addresses;
    const bridge = new docker.Network(
      name,
      { driver: "bridge", ipamConfigs: [{ subnet, gateway, ipRange }], labels: this.labels("network") },
      // Another subnet means other containers all through: the old network stays until they have moved.
      { parent: this, ...this.host.options, deleteBeforeReplace: false },
    );
    return bridge.name;
  }

  private get ownLabels(): Record<string, string> {
    return { "homeport.project": pulumi.getProject(), "homeport.environment": this.environment };
  }

  /** The labels of everything that belongs to the environment. */
  labels(component: string, more: Readonly<Record<string, string>> = {}): { label: string; value: string }[] {
    return Object.entries({ ...this.ownLabels, "homeport.component": component, ...more })
      .sort(([a], [b]) => byCode(a, b))
      .map(([label, value]) => ({ label, value }));
  }
}

function refuseOverlap(
  path: string,
  subnet: string,
  host: string,
  networks: readonly EngineNetwork[],
  own: Readonly<Record<string, string>>,
): void {
  const isOwn = ({ labels }: EngineNetwork) =>
    Object.entries(own).every(([label, value]) => labels[label] === value);
  const taken = networks
    // The environment's own network, unchanged, is no obstacle; one that is to be replaced stays until the end.
    .filter((network) => !(isOwn(network) && network.subnets.includes(subnet)))
    .find(({ subnets }) => subnets.some((other) => other.includes(".") && overlaps(other, subnet)));
  if (!taken) return;
  throw refusal(
    `${path}: ${subnet} is already used on host ${host} by the Docker network "${taken.name}" (${taken.subnets.join(", ")}).\n  Choose another one; example: 172.30.90.0/24`,
  );
}
