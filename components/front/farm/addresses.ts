import { isDeepStrictEqual } from "node:util";
import * as pulumi from "@pulumi/pulumi";
import { inUrl, isEveryAddress } from "../../shared/address";
import type { HaproxyFarmArgs } from "./args";
import type { FarmBefore } from "./before";

/** Where visitors and the administrator find a farm. */
export interface FarmAddresses {
  readonly http: string;
  readonly https: string;
  readonly stats: string;
}

/** Tells a farm's addresses only when a configuration is at work behind them: this one, or the one before. */
export function addressesOnce(
  atWork: pulumi.Resource,
  before: Promise<FarmBefore>,
  { network, ports, bindAddress }: HaproxyFarmArgs,
  statsAddress: string,
): pulumi.Output<FarmAddresses> {
  const told = before.then(({ addresses }) => addresses);
  return pulumi.all([network.host.address, told]).apply(([host, known]) => {
    const reached = inUrl(isEveryAddress(bindAddress) ? host : bindAddress);
    const addresses = {
      http: `http://${reached}:${ports.http}`,
      https: `https://${reached}:${ports.https}`,
      stats: `http://${inUrl(statsAddress)}:${ports.stats}/stats`,
    };
    return isDeepStrictEqual(known, addresses) ? pulumi.output(addresses) : atWork.urn.apply(() => addresses);
  });
}
