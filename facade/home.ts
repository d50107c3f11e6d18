import * as pulumi from "@pulumi/pulumi";
import {
  type Behind,
  type CertificateSource,
  describeServices,
  HaproxyFarm,
  type ServiceSummary,
  type TraefikRouter,
} from "homeport";
import type { HomeAddresses, HomeArgs, HomeServiceSummary } from "./args";
import { checkHome } from "./checkHome";
import { makeHosts } from "./hosts";
import { makeServices } from "./services";

/** An environment: hosts with their networks and routers, services, and the farm in front of them. */
export class Home extends pulumi.ComponentResource {
  /** Where visitors and the administrator find the farm, as seen from its host. */
  readonly addresses: pulumi.Output<HomeAddresses>;
  /** Root certificate of the environment's own authority, where it has one. */
  readonly authority?: pulumi.Output<string>;
  /** What a person needs to know of each service, by its name. */
  readonly services: pulumi.Output<Record<string, HomeServiceSummary>>;

  /** @throws RunError where an argument is not usable. */
  constructor(name: string, args: HomeArgs, opts?: pulumi.ComponentResourceOptions) {
    checkHome(name, args);
    super("homeport:index:Home", name, {}, opts);
    const { hosts, services, environment, images = {}, certificates, behind, ...front } = args;

    const routers = makeHosts(name, hosts, environment, images, this);
    const served = makeServices(name, services, routers, this);
    const farm = new HaproxyFarm(
      `${name}-farm`,
      {
        ...front,
        network: farmNetwork(routers),
        services: served,
        certificates: certificates as CertificateSource | undefined,
        behind: behind as Behind | undefined,
        image: images.haproxy,
        keeperImage: images.keeper,
        legoImage: images.lego,
      },
      { parent: this },
    );

    this.addresses = farm.addresses;
    this.authority = farm.authority;
    this.services = describeServices(farm, served).apply((all) => byGivenName(name, all));
    this.registerOutputs({ addresses: this.addresses, authority: this.authority, services: this.services });
  }
}

/** The farm runs on the first host. */
const farmNetwork = (routers: Map<string, TraefikRouter>) =>
  ([...routers.values()] as [TraefikRouter])[0].network;

const byGivenName = (home: string, all: Record<string, ServiceSummary>): Record<string, HomeServiceSummary> =>
  Object.fromEntries(
    Object.entries(all).map(([service, { domains, ...rest }]) => [
      service.slice(home.length + 1),
      { ...rest, domains: [...domains] },
    ]),
  );
