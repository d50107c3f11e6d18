import * as pulumi from "@pulumi/pulumi";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import type { TraefikRouter } from "../../router/component";
import { isLoopback } from "../../shared/address";
import type { FarmService } from "./services";

/** Warns of routers on other hosts that do not believe this farm who its visitors are. */
export function tellOfUnbelieved(
  farm: string,
  { host }: EnvironmentNetwork,
  services: readonly FarmService[],
  parent: pulumi.Resource,
): void {
  const routers = new Set(
    services.flatMap((one) => one.routers).filter(({ network }) => network.host !== host),
  );
  host.survey.apply((survey) => {
    const addresses = survey?.machine?.addresses.map(({ address }) => address) ?? [];
    for (const router of routers) {
      const warning = unbelieved({ farm, host: host.hostName, addresses }, router);
      if (warning !== undefined) pulumi.log.warn(warning, parent);
    }
  });
}

/** A farm, and what is known of where its connections come from. */
interface Calling {
  readonly farm: string;
  readonly host: string;
  /** All that its host has; none where it does not answer. */
  readonly addresses: readonly string[];
}

/** @returns what is to be said where a router expects farms at other addresses alone. */
export function unbelieved(
  { farm, host, addresses }: Calling,
  {
    routerName,
    wire,
  }: Pick<TraefikRouter, "routerName"> & { readonly wire?: { readonly farms: readonly string[] } },
): string | undefined {
  if (!wire || addresses.length === 0 || wire.farms.some((one) => addresses.includes(one))) return undefined;
  return `${routerName}.publish.farms: ${farm} is on host ${host}, which has ${addresses.filter((one) => !isLoopback(one) && !one.startsWith("fe80:")).join(", ")}, and none of these is named there (${wire.farms.join(", ")}): services behind ${routerName} take the farm for their visitor, and what comes by HTTPS for plain HTTP.
  Name the address by which ${host} calls; where something on the way puts its own in place of it, this is right as it is.`;
}
