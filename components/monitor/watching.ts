import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import type { TraefikRouter } from "../router/component";
import type { MonitorArgs } from "./args";
import type { WantedContainer } from "./figures";
import { pagesOf } from "./pages";
import type { Companion, Watched } from "./watched";

/** What a monitor watches, as it follows from its farm and services. */

export const everySeconds = ({ everySeconds: given = 30 }: MonitorArgs): number => given;

/** What there is to be watched, once the names of containers are known. */
export function watchedBy(monitor: string, args: MonitorArgs): pulumi.Output<Watched> {
  const { farm, services, homes = [], thresholds = {}, mute = [] } = args;
  const { network } = farm;
  const routers = routersOf(args);
  const names = pulumi.all(routers.map(({ containerName }) => containerName));
  return names.apply((containers) => ({
    monitor,
    project: pulumi.getProject(),
    environment: network.environment,
    stack: pulumi.getStack(),
    farm: farm.farmName,
    farmAddress: network.addresses.farm,
    certificates: certificateSource(farm),
    host: network.host.hostName,
    routers: routers.map((router, at) => ({
      name: router.routerName,
      host: router.network.host.hostName,
      container: router.network === network ? containers[at] : undefined,
    })),
    hosts: furtherHosts(args).flatMap(({ routerName: router, network: { host }, wire }) =>
      wire ? [{ name: host.hostName, router, gate: { address: wire.address, port: wire.port } }] : [],
    ),
    pages: services.flatMap(({ serviceName, routes }) => pagesOf(serviceName, routes)),
    companions: companionsIn(args),
    backups: farm.backedUp,
    homes: homes.map(({ name, page, user = "", authority }) => ({
      ...{ name, page, user },
      authority: authority !== undefined,
    })),
    authority: farm.authority !== undefined,
    thresholds,
    mute,
    everySeconds: everySeconds(args),
  }));
}

/** Hosts beside the farm's, each by the first of its routers. */
export function furtherHosts(args: MonitorArgs): TraefikRouter[] {
  const routers = routersOf(args);
  const hosts = routers.map(({ network }) => network.host);
  return routers.filter(
    ({ network: { host } }, at) => host !== args.farm.network.host && hosts.indexOf(host) === at,
  );
}

/** The containers that are expected on a network's host. */
export function wantedOn(
  { host, expected }: EnvironmentNetwork,
  services: MonitorArgs["services"],
): pulumi.Output<WantedContainer[]> {
  const served = services.flatMap(({ serviceName: service, made }) =>
    made
      .filter((one) => one.host === host)
      .map(({ container: { id, name } }) => ({ id, kind: "served" as const, service, name })),
  );
  const beside = expected.map(({ container: { id, name }, kind, of: service }) => ({
    id,
    kind,
    service,
    name,
  }));
  return pulumi.all([...served, ...beside].map((one) => pulumi.output(one)));
}

/** Every router that leads to a service. */
const routersOf = ({ services }: MonitorArgs): TraefikRouter[] => [
  ...new Set(services.flatMap((one) => one.routers)),
];

function companionsIn(args: MonitorArgs): Companion[] {
  const networks = new Set([args.farm.network, ...routersOf(args).map(({ network }) => network)]);
  const servedBy = (name: string) =>
    args.services.filter(({ application }) => application === name).map((one) => one.serviceName);
  const companions = [...networks].flatMap(({ expected }) =>
    expected.flatMap(({ of: service, application }) =>
      application === undefined ? [] : [[service, servedBy(application)] as const],
    ),
  );
  return [...new Map(companions)]
    .filter(([, some]) => some.length > 0)
    .map(([service, some]) => ({ service, servedBy: some }));
}

const certificateSource = ({ farmName, network }: MonitorArgs["farm"]): string | undefined =>
  ["lego", "keeper"]
    .map((part) => `${farmName}-${part}`)
    .find((name) => network.expected.some((one) => one.of === name));
