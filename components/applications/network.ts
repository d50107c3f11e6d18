import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "../hosts/dockerHost/component";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { applicationLabel } from "../services/part";
import { planAddresses } from "../shared/subnet";
import { fromKnown } from "../survey/known";
import { keptNetwork, subnetTaken } from "../survey/network";
import { perProgram } from "../survey/perProgram";
import { privateSubnet } from "../survey/privateSubnet";
import { refused } from "../survey/refused";
import { engineTypes } from "../survey/remembered";

/** Which application's network it is, and where. */
export interface PrivateNetwork {
  readonly application: string;
  /** The network of the environment, on the same host. */
  readonly beside: EnvironmentNetwork;
  /** @default one that nothing uses */
  readonly subnet?: string;
  readonly parent: pulumi.Resource;
}

const given = perProgram(() => new Map<DockerHost, string[]>());

/**
 * Makes the network that an application's containers have for themselves: names in it are nobody else's, and nobody
 * else reaches what is in it.
 * @returns the engine's name for it
 */
export function privateNetwork(wanted: PrivateNetwork): pulumi.Output<string> {
  const { application, beside, parent } = wanted;
  const resource = `${application}-network`;
  const kept = keep(resource, wanted);
  const network = new docker.Network(
    resource,
    {
      name: kept.apply((one) => one.name) as pulumi.Output<string>,
      driver: "bridge",
      ipamConfigs: kept.apply(({ subnet }) => [{ subnet, gateway: planAddresses(subnet).gateway }]),
      labels: kept.apply((one) => [...one.labels]),
    },
    // Another subnet means other containers all through: the old network stays until they have moved.
    { parent, ...beside.host.options, deleteBeforeReplace: false },
  );
  return network.name;
}

function keep(resource: string, { application, beside, subnet: chosen, parent }: PrivateNetwork) {
  const { host } = beside;
  const labels = beside.labels("network", { [applicationLabel]: application });
  const place = { name: resource, type: engineTypes.network, parent };
  return fromKnown(host.survey, place, async ({ urn, state, survey }) => {
    const there = state?.get(urn);
    const seed = [pulumi.getProject(), beside.environment, application].join(" ");
    const reserved = [...reservedOn(host), beside.addresses.subnet];
    const subnet = chosen ?? privateSubnet({ seed, reserved }, there, survey);
    if (subnet === undefined)
      return refused(
        `${application}.subnet: host ${host.hostName} has no network of 62 addresses below 172.16.0.0/16 that nothing uses; name one; example: subnet: "10.99.1.0/26"`,
      );
    const own = Object.fromEntries(labels.map(({ label, value }) => [label, value]));
    const at = { path: `${application}.subnet`, host: host.hostName, subnet, labels: own };
    const taken = survey && subnetTaken(at, state, survey);
    if (taken !== undefined) return refused(taken);
    reservedOn(host).push(subnet);
    const kept = keptNetwork(there, survey, labels);
    if (kept.gone !== undefined)
      await pulumi.log.warn(
        `host ${host.hostName}: the network ${kept.gone} is gone: it is made anew.`,
        parent,
      );
    return { ...kept, subnet };
  });
}

function reservedOn(host: DockerHost): string[] {
  const there = given().get(host) ?? [];
  given().set(host, there);
  return there;
}
