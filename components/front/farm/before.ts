import type * as pulumi from "@pulumi/pulumi";
import type { Served } from "../../services/served";
import { ifKnown } from "../../survey/known";
import { remembered, type StackState } from "../../survey/remembered";
import type { FarmAddresses } from "./addresses";
import { awaited, type ServedService } from "./awaited";
import type { FarmService } from "./services";

/** What a farm's outputs said of its configuration that is at work. */
export interface FarmBefore {
  /** @default not known, or none */
  readonly addresses?: FarmAddresses;
  /** @default not known: an earlier version did not say */
  readonly served?: readonly ServedService[];
}

export const farmType = "homeport:index:HaproxyFarm";

/**
 * What a stack's state says of a farm. A stack without any farm serves nothing; of a farm that is there under another
 * name, nothing is known.
 */
export function farmIn(state: StackState | undefined, urn: string | undefined): FarmBefore {
  if (!state) return {};
  const own = state.get(urn ?? "");
  if (own) return own.outputs;
  return [...state.values()].some(({ type }) => type === farmType) ? {} : { served: [] };
}

/** By hand, as what hangs on an output of the farm's would wait for the farm. */
export const farmBefore = async (farm: pulumi.Resource): Promise<FarmBefore> =>
  farmIn(await remembered(), await ifKnown(farm.urn));

/** Those of the services that have their routes before the farm changes over. */
export async function awaitedServices(
  services: readonly Served[],
  before: Promise<FarmBefore>,
): Promise<Served[]> {
  const routes = services.flatMap((service) => service.routes);
  const names = awaited(await Promise.all(routes.map(servedNow)), (await before).served);
  return services.filter(({ routes }) => routes.some(({ serviceName }) => names.includes(serviceName)));
}

/** What is served, once the configuration is at work. */
export const servedOnce = (
  atWork: pulumi.Resource,
  services: readonly FarmService[],
): pulumi.Output<ServedService[]> => atWork.urn.apply(() => Promise.all(services.map(servedNow)));

/** A service as the configuration knows it; the name of a container that is still to be made is empty. */
async function servedNow(service: FarmService): Promise<ServedService> {
  const routers = service.routers.map(async ({ routerName, containerName }) => [
    routerName,
    (await ifKnown(containerName)) ?? "",
  ]);
  return {
    service: service.serviceName,
    domains: [...service.domains],
    pathPrefix: service.pathPrefix,
    routers: Object.fromEntries(await Promise.all(routers)),
    clientChecked: service.clientAuthority !== undefined,
  };
}
