import * as pulumi from "@pulumi/pulumi";
import {
  type Behind,
  type CertificateSource,
  describeServices,
  HaproxyFarm,
  type ServiceSummary,
} from "homeport";
import { makeApplications } from "./applications";
import type { HomeAddresses, HomeArgs, HomeServiceSummary } from "./args";
import { checkHome } from "./checkHome";
import { firstOf, makeHosts } from "./hosts";
import { makeServices } from "./services";

/** An environment: hosts with their networks and routers, services and applications, and the farm in front of them. */
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
    const { hosts, services = [], applications = [], environment, images = {}, ...front } = args;

    const routers = makeHosts(name, hosts, environment, images, this);
    const made = makeServices(name, services, routers, this);
    const byName = new Map(made.map((one, at) => [services[at]?.name ?? "", one]));
    const served = [
      ...made,
      ...makeApplications(name, applications, routers, byName, this).flatMap((one) => one.services),
    ];
    const farm = new HaproxyFarm(
      `${name}-farm`,
      {
        ...front,
        // The farm runs on the first host.
        network: firstOf(routers).network,
        services: served,
        certificates: front.certificates as CertificateSource | undefined,
        behind: front.behind as Behind | undefined,
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

const byGivenName = (home: string, all: Record<string, ServiceSummary>): Record<string, HomeServiceSummary> =>
  Object.fromEntries(
    Object.entries(all).map(([service, { domains, ...rest }]) => [
      service.slice(home.length + 1),
      { ...rest, domains: [...domains] },
    ]),
  );
