import * as pulumi from "@pulumi/pulumi";
import type { TraefikRouter } from "../router/component";
import type { DomainServiceArgs } from "./args";
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
}

const partType = "homeport:index:ServiceOnHost";
const partName = ({ serviceName }: Divided, { routerName }: TraefikRouter): string =>
  `${serviceName}-${routerName}`;

const namesOf = ({ routers }: Divided): string[] => routers.map(({ routerName }) => routerName);

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
    const { serviceName, deploys, held, made } = service;
    const routerNames = namesOf(service);
    const formerly = first ? { name: serviceName, parent: service } : undefined;
    serveOnHost(
      { serviceName, deploys, routerNames, held, made, router, name, parent: this, formerly },
      args,
    );
    this.registerOutputs({ router: router.routerName });
  }
}

/** With one router there is no part but the service itself. */
function only(service: Divided, router: TraefikRouter): ServicePart {
  const { serviceName, deploys, held, made } = service;
  const name = partName(service, router);
  const formerly = { name, parent: pulumi.createUrn(name, partType, service) };
  const routerNames = namesOf(service);
  return {
    serviceName,
    deploys,
    routerNames,
    held,
    made,
    router,
    name: serviceName,
    parent: service,
    formerly,
  };
}
