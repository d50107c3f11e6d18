import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { saidOf, type Told } from "../containers/said";
import type { DockerHost } from "../hosts/dockerHost/component";
import { byCode } from "../shared/order";
import { type AddressPlan, planAddresses } from "../shared/subnet";
import { anewLabel, fateOf } from "../survey/container";
import { fromKnown } from "../survey/known";
import { keptNetwork, subnetTaken } from "../survey/network";
import { refused } from "../survey/refused";
import { engineTypes } from "../survey/remembered";
import { untranslated } from "../survey/translation";
import type { EnvironmentNetworkArgs } from "./args";
import { meetAsleep } from "./asleep";
import { checkNetwork } from "./environmentNetworkCheck";

/** A container that is missed where it does not run. */
export interface ExpectedContainer {
  readonly container: docker.Container;
  /** Whose it is, as a person calls it. */
  readonly of: string;
  /** What visitors go through tells of itself when it is gone; of all else, only the kernel tells. */
  readonly kind: "proxy" | "beside";
  /** The application that it is a part of. @default it stands alone */
  readonly application?: string;
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
  /** Whether volumes with data outlive their service and the environment. */
  readonly keepVolumes: boolean;
  /** The engine's name for the network. */
  readonly networkName: pulumi.Output<string>;
  /** Who has which address. */
  readonly addresses: AddressPlan;
  /**
   * Name of the component.
   * @internal
   */
  readonly resourceName: string;
  /**
   * Whether addresses beside the last two are the program's to give.
   * @internal
   */
  readonly isOwn: boolean;
  /**
   * Containers of the environment on this host that run as long as it is there, beside those of services.
   * @internal
   */
  readonly expected: ExpectedContainer[] = [];

  /** @throws RunError where an argument is not usable, and at preview where the host already uses the subnet. */
  constructor(name: string, args: EnvironmentNetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    checkNetwork(name, args);
    super("homeport:index:EnvironmentNetwork", name, {}, opts);

    this.resourceName = name;
    this.isOwn = args.existing === undefined;
    this.host = args.host;
    this.environment = args.environment ?? pulumi.getStack();
    this.keepVolumes = args.keepVolumes ?? true;
    this.addresses = planAddresses(args.subnet, args.subnet6);
    this.networkName = pulumi.output(args.existing ?? this.makeBridge(name));
    this.registerOutputs({ networkName: this.networkName, subnet: args.subnet });
  }

  private makeBridge(network: string): pulumi.Output<string> {
    const name = `${network}-bridge`;
    const { subnet, gateway, dynamicRange: ipRange, subnet6, gateway6 } = this.addresses;
    const kept = this.keepBridge(name, `${network}.subnet`);
    const bridge = new docker.Network(
      name,
      {
        name: kept.apply((one) => one.name) as pulumi.Output<string>,
        driver: "bridge",
        ...(subnet6 === undefined ? {} : { ipv6: true }),
        ipamConfigs: [
          { subnet, gateway, ipRange },
          ...(subnet6 === undefined ? [] : [{ subnet: subnet6, gateway: gateway6 }]),
        ],
        labels: kept.apply((one) => [...one.labels]),
      },
      // Another subnet means other containers all through: the old network stays until they have moved.
      { parent: this, ...this.host.options, deleteBeforeReplace: false },
    );
    return bridge.name;
  }

  /**
   * Name and labels of the network, once its subnet is free: those that it has, whatever the stack was called when it
   * was made. Others would replace it, and two networks cannot have one subnet.
   */
  private keepBridge(resource: string, path: string) {
    const { host, addresses, ownLabels } = this;
    const place = { name: resource, type: engineTypes.network, parent: this };
    const own = this.labels("network");
    return fromKnown(host.survey, place, async ({ urn, state, survey }) => {
      const { subnet, subnet6 } = addresses;
      const wanted = { path, host: host.hostName, subnet, subnet6, labels: ownLabels };
      if (subnet6 !== undefined && !host.wishesTranslation && survey?.translatesSix === false)
        return refused(`${path}6: ${untranslated(host.hostName)}`);
      const taken = survey && subnetTaken(wanted, state, survey);
      if (taken !== undefined) return refused(taken);
      const kept = keptNetwork(state?.get(urn), survey, own);
      if (kept.gone !== undefined) await this.warn(`the network ${kept.gone} is gone: it is made anew`);
      return kept;
    });
  }

  /** @internal */
  expect(
    container: docker.Container,
    of: string,
    kind: ExpectedContainer["kind"] = "beside",
    application?: string,
  ): docker.Container {
    this.expected.push({ container, of, kind, application });
    return container;
  }

  private warn(what: string): Promise<void> {
    return pulumi.log.warn(`host ${this.host.hostName}: ${what}.`, this);
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

  /**
   * The labels of a container in the environment, by which it is made anew where its engine has lost it or it has
   * ended.
   * @param resource name of the container's resource
   * @param parent of that resource
   * @param told what it is told, where that is to be seen when it is told no longer
   * @internal
   */
  labelsOf(
    resource: string,
    parent: pulumi.Resource,
    component: string,
    more: Readonly<Record<string, string>> = {},
    told?: Told,
  ): pulumi.Output<{ label: string; value: string }[]> {
    const place = { name: resource, type: engineTypes.container, parent };
    return fromKnown(this.host.survey, place, async ({ urn, state, survey }) => {
      const remembered = state?.get(urn);
      const { mark, gone, idle, asleep } = fateOf(remembered, survey);
      if (asleep !== undefined) await meetAsleep(this, asleep);
      if (gone !== undefined) await this.warn(`the container ${gone}: it is made anew`);
      if (idle !== undefined) await this.warn(`the container ${idle}`);
      return this.labels(component, {
        ...more,
        ...(told && saidOf(told, remembered)),
        ...(mark === undefined ? {} : { [anewLabel]: mark }),
      });
    });
  }
}
