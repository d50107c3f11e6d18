import * as pulumi from "@pulumi/pulumi";
import type { TraefikRouter } from "../router/component";
import type { DomainServiceArgs } from "./args";
import type { Doors } from "./doors";
import { serveOnHost } from "./onHost";
import type { DeployOrder, MadeContainer, ServicePart } from "./part";
import type { HeldVolumes } from "./sharing";

/** A service as its parts see it. */
export interface Divided extends pulumi.ComponentResource {
  readonly serviceName: string;
  readonly routers: readonly TraefikRouter[];
  readonly deploys: DeployOrder;
  readonly held: HeldVolumes;
  readonly made: MadeContainer[];
  readonly doors?: Doors;
}

const partType = "homeport:index:ServiceOnHost";
const partName = ({ serviceName }: Divided, { routerName }: TraefikRouter): string =>
  `${serviceName}-${routerName}`;

const namesOf = ({ routers }: Divided): string[] => routers.map(({ routerName }) => routerName);

const hostsOf = ({ routers }: Divided): string[] => routers.map(({ network }) => network.host.hostName);

/** Makes what a service has on the host of each of its routers; no host's part waits for another's. */
export function makeParts(service: Divided, args: DomainServiceArgs): void {
  const several = service.routers.length > 1;
  for (const [at, router] of service.routers.entries())
    if (several) new ServiceOnHost(service, router, at === 0, args);
    else serveOnHost(only(service, router), args);
}

/** The part of a service on one of several hosts. */
class ServiceOnHost extends pulumi.ComponentResource {
  constructor(service: Divided, router: TraefikRouter, first: boolean, args: DomainServiceArgs) {
    const name = partName(service, router);
    super(partType, name, {}, { parent: service });
    const { serviceName, deploys, held, made, doors } = service;
    const routerNames = namesOf(service);
    const formerly = first ? { name: serviceName, parent: service } : undefined;
    const hosts = hostsOf(service);
    serveOnHost(
      { serviceName, deploys, routerNames, hosts, held, made, doors, router, name, parent: this, formerly },
      args,
    );
    this.registerOutputs({ router: router.routerName });
  }
}

/** With one router there is no part but the service itself. */
function only(service: Divided, router: TraefikRouter): ServicePart {
  const { serviceName, deploys, held, made, doors } = service;
  const name = partName(service, router);
  const formerly = { name, parent: pulumi.createUrn(name, partType, service) };
  const routerNames = namesOf(service);
  const hosts = hostsOf(service);
  return {
    serviceName,
    deploys,
    routerNames,
    hosts,
    held,
    made,
    doors,
    router,
    name: serviceName,
    parent: service,
    formerly,
  };
}
