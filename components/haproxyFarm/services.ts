import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { DomainService } from "../domainService/component";
import type { ServedRoute } from "../domainService/routes";
import type { EnvironmentNetwork } from "../environmentNetwork";
import { refusal } from "../shared/refuse";
import type { FarmContainer } from "./containers";

/** A container of the program's own, which the farm asks without a router. */
export interface ContainerService {
  /** Name in the farm's configuration, as of a service. */
  readonly name: string;
  /** Names that are served: exact ones, or `*.` for every name one level below. */
  readonly domains: readonly string[];
  /** The container, on the farm's network. */
  readonly container: docker.Container;
  /** Port on which the container serves HTTP. */
  readonly port: number;
  /**
   * Path that answers 200–399 as long as the container can serve.
   * @default /
   */
  readonly healthPath?: string;
}

/** What a farm has to know of whatever it serves: of a service with several ports, each is one. */
export type FarmService = ServedRoute;

/** All that is served; a container is a service that no router has. */
export const served = (services: readonly (DomainService | ContainerService)[]): FarmService[] =>
  services.flatMap((service) =>
    isContainer(service)
      ? [{ serviceName: service.name, domains: service.domains, stickySessions: false, routers: [] }]
      : service.routes,
  );

export const isContainer = (service: DomainService | ContainerService): service is ContainerService =>
  "container" in service;

export const isRouted = (service: DomainService | ContainerService): service is DomainService =>
  !isContainer(service);

/** Finds the way to each container of the program's own. */
export const reachContainers = (
  farm: string,
  network: EnvironmentNetwork,
  services: readonly (DomainService | ContainerService)[],
): pulumi.Output<FarmContainer[]> =>
  pulumi.all(services.filter(isContainer).map((service) => reach(farm, network, service)));

const reach = (
  farm: string,
  network: EnvironmentNetwork,
  { name: service, domains, container, port, healthPath = "/" }: ContainerService,
): pulumi.Output<FarmContainer> =>
  pulumi
    .all([container.name, container.networkDatas, network.networkName])
    .apply(([host, networks, wanted]) => {
      if (!networks.some(({ networkName }) => networkName === wanted))
        throw refusal(elsewhere(farm, service, wanted));
      return { service, domains, host, port, healthPath };
    });

const elsewhere = (farm: string, service: string, network: string): string =>
  `${farm}.services: the container of ${service} is not on the farm's network ${network}.\n  Example: networksAdvanced: [{ name: network.networkName }]`;
