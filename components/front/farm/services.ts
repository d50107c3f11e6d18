import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import type { TraefikRouter } from "../../router/component";
import type { PlainProbe } from "../../services/probe";
import type { ServedRoute } from "../../services/routes";
import type { Served } from "../../services/served";
import { refusal } from "../../shared/refuse";
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
   * How the container is asked every second whether it can serve: as if by a visitor who came through the farm by
   * https, with an answer at a path, or an open port.
   * @default { kind: "http", path: "/" }, of which each status from 200 to 399 is good
   */
  readonly readiness?: PlainProbe;
  /**
   * The short form of `readiness` by HTTP with nothing but a path.
   * @default that of `readiness`
   */
  readonly healthPath?: string;
}

/** Names of containers that a router finds by their labels: what something else deploys, such as Docker Compose. */
export interface DiscoveredDomains {
  /** The router, which has `discover`. */
  readonly router: TraefikRouter;
  /**
   * Names that are served: exact ones, or `*.` for every name one level below. One that a service of the program has is
   * that service's.
   */
  readonly domains: readonly string[];
}

/** What a farm serves. */
export type AnyService = Served | ContainerService | DiscoveredDomains;

/** What a farm has to know of whatever it serves: of a service with several ports, each is one. */
export type FarmService = ServedRoute;

/** All that is served; a container is a service that no router has. What the program has itself is nobody's to find. */
export function served(services: readonly AnyService[]): FarmService[] {
  const own = services.flatMap((service) => {
    if (isDiscovered(service)) return [];
    return isContainer(service) ? [containerRoute(service)] : service.routes;
  });
  const taken = new Set(own.flatMap(({ domains }) => domains));
  return [...own, ...services.filter(isDiscovered).flatMap((one) => discoveredRoute(one, taken))];
}

/** Domains with a service that asks for passwords. */
export const passwordDomains = (services: readonly FarmService[]): string[] => [
  ...new Set(services.filter(({ asksPasswords }) => asksPasswords).flatMap(({ domains }) => domains)),
];

const containerRoute = ({ name, domains }: ContainerService): FarmService => ({
  serviceName: name,
  domains,
  stripPrefix: false,
  webdavDestination: "http",
  stickySessions: false,
  routers: [],
});

function discoveredRoute({ router, domains }: DiscoveredDomains, taken: ReadonlySet<string>): FarmService[] {
  const found = domains.filter((domain) => !taken.has(domain));
  const route = { stripPrefix: false, webdavDestination: "http", stickySessions: false } as const;
  return found.length > 0
    ? [{ ...route, serviceName: `${router.routerName}-discovered`, domains: found, routers: [router] }]
    : [];
}

export const isContainer = (service: AnyService): service is ContainerService => "container" in service;

export const isDiscovered = (service: AnyService): service is DiscoveredDomains =>
  "router" in service && !("routes" in service);

export const isRouted = (service: AnyService): service is Served => "routes" in service;

/** Finds the way to each container of the program's own. */
export const reachContainers = (
  farm: string,
  network: EnvironmentNetwork,
  services: readonly AnyService[],
): pulumi.Output<FarmContainer[]> =>
  pulumi.all(services.filter(isContainer).map((service) => reach(farm, network, service)));

const reach = (
  farm: string,
  network: EnvironmentNetwork,
  { name: service, domains, container, port, healthPath = "/", readiness }: ContainerService,
): pulumi.Output<FarmContainer> =>
  pulumi
    .all([container.name, container.networkDatas, network.networkName])
    .apply(([host, networks, wanted]) => {
      if (!networks.some(({ networkName }) => networkName === wanted))
        throw refusal(elsewhere(farm, service, wanted));
      return { service, domains, host, port, probe: readiness ?? { kind: "http", path: healthPath } };
    });

const elsewhere = (farm: string, service: string, network: string): string =>
  `${farm}.services: the container of ${service} is not on the farm's network ${network}.\n  Example: networksAdvanced: [{ name: network.networkName }]`;
