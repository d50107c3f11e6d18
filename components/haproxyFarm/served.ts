import type * as pulumi from "@pulumi/pulumi";
import { ifKnown } from "../survey/known";
import type { StackState } from "../survey/remembered";
import type { ServedService } from "./awaited";
import type { FarmService } from "./services";

/** Where visitors and the administrator find a farm. */
export interface FarmAddresses {
  readonly http: string;
  readonly https: string;
  readonly stats: string;
}

/** What a farm's outputs say of the configuration that is at work. */
export interface FarmAtWork {
  readonly addresses?: FarmAddresses;
  /** @default an earlier version made it, which did not say */
  readonly served?: readonly ServedService[];
}

const nothing: FarmAtWork = { served: [] };

/**
 * What the stack's state says of a farm. A stack without any farm serves nothing; of a farm that is there under another
 * name, nothing is known.
 */
export function farmBefore(state: StackState | undefined, urn: string | undefined): FarmAtWork {
  if (!state) return {};
  const own = state.get(urn ?? "");
  if (own) return own.outputs;
  return [...state.values()].some(({ type }) => type === farmType) ? {} : nothing;
}

export const farmType = "homeport:index:HaproxyFarm";

/** A service as the configuration knows it; a router's container without a name is still to be made. */
export async function servedNow(service: FarmService): Promise<ServedService> {
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

/** The same as an output, for those that come after. */
export const servedOnce = (
  atWork: pulumi.Resource,
  services: readonly FarmService[],
): pulumi.Output<ServedService[]> => atWork.urn.apply(() => Promise.all(services.map(servedNow)));
