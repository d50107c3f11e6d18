import * as pulumi from "@pulumi/pulumi";
import {
  type Application,
  type Behind,
  type DomainService,
  describeServices,
  HaproxyFarm,
  type HaproxyFarmArgs,
  type Served,
  type ServiceSummary,
} from "homeport";
import { makeApplications } from "./applications";
import type { HomeAddresses, HomeArgs, HomeServiceSummary } from "./args";
import { makeBackups } from "./backups";
import { checkHome } from "./checkHome";
import { makeVirtualAddress } from "./fronts";
import { firstOf, makeHosts } from "./hosts";
import { makeMonitor } from "./monitor";
import { makePages } from "./pages";
import { makePorts } from "./ports";
import { provenBeside } from "./proven";
import { makeServices } from "./services";

/** An environment: hosts with their networks and routers, services and applications, and the farm in front of them. */
export class Home extends pulumi.ComponentResource {
  /** Where visitors and the administrator find the farm, as seen from its host. */
  readonly addresses: pulumi.Output<HomeAddresses>;
  /** Root certificate of the environment's own authority, where it has one. */
  readonly authority?: pulumi.Output<string>;
  /** What a person needs to know of each service, by its name. */
  readonly services: pulumi.Output<Record<string, HomeServiceSummary>>;
  /** Where ports of services are reached, by their names. */
  readonly portAddresses: pulumi.Output<Record<string, string>>;

  /** @throws RunError where an argument is not usable. */
  constructor(name: string, args: HomeArgs, opts?: pulumi.ComponentResourceOptions) {
    checkHome(name, args);
    super("homeport:index:Home", name, {}, opts);
    const { hosts, services = [], applications = [], portServices = [], ...others } = args;
    const { environment, images = {}, ...more } = others;
    const { backups = [], monitor, monitorPage, statusPage, virtualAddress, ...front } = more;

    const routers = makeHosts(name, hosts, environment, images, this);
    const own = makeServices(name, services, routers, this);
    const ownByName = new Map(own.map((one, at) => [services[at]?.name ?? "", one]));
    const built = makeApplications(name, applications, routers, ownByName, this);
    const byName = new Map<string, DomainService | Application>([
      ...ownByName,
      ...built.map((one, at) => [applications[at]?.name ?? "", one] as const),
    ]);
    const applied: Served[] = [...own, ...built.flatMap((one) => one.services)];
    const servedByName = new Map(applied.map((one) => [one.serviceName.slice(name.length + 1), one]));
    const first = firstOf(routers);
    const pages = makePages(name, { monitorPage, statusPage }, first, servedByName, images, this);
    const served = [...applied, ...pages];
    const kept = makeBackups(name, backups, routers, byName, images, this);
    const ports = makePorts(name, portServices, served, routers, images.haproxy, this);
    const farmArgs: HaproxyFarmArgs = {
      ...front,
      // The farm runs on the first host.
      network: first.network,
      services: served,
      backups: kept.find(({ network }) => network === first.network),
      certificates: provenBeside(front.certificates, hosts, virtualAddress?.host),
      behind: front.behind as Behind | undefined,
      image: images.haproxy,
      keeperImage: images.keeper,
      legoImage: images.lego,
    };
    const farm = new HaproxyFarm(`${name}-farm`, farmArgs, { parent: this });
    if (virtualAddress) makeVirtualAddress(name, virtualAddress, farm, farmArgs, hosts, routers, kept, this);

    if (monitor) makeMonitor(name, monitor, { farm, services: served }, images, this);

    this.addresses = farm.addresses;
    this.authority = farm.authority;
    this.services = describeServices(farm, served).apply((all) => byGivenName(name, all));
    this.portAddresses = pulumi
      .all(ports.map(({ address }) => address))
      .apply((all) => Object.fromEntries(all.map((address, at) => [portServices[at]?.name ?? "", address])));
    const { addresses, authority, portAddresses } = this;
    this.registerOutputs({ addresses, authority, services: this.services, portAddresses });
  }
}

const byGivenName = (home: string, all: Record<string, ServiceSummary>): Record<string, HomeServiceSummary> =>
  Object.fromEntries(
    Object.entries(all).map(([service, { domains, redirects, ...rest }]) => [
      service.slice(home.length + 1),
      { ...rest, domains: [...domains], ...(redirects && { redirects: [...redirects] }) },
    ]),
  );
