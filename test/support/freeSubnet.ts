import { randomInt } from "node:crypto";
import pRetry from "p-retry";

/**
 * A network on addresses that nobody has: left to the engine, it gets those of a home that a later test brings up.
 * @param make is told the first three bytes; fails where another network has these addresses, and is asked again
 */
export const onFreeSubnet = <T>(make: (prefix: string) => Promise<T>): Promise<T> =>
  // Tests that choose their networks take 10.213.
  pRetry(() => make(`10.${randomInt(128, 213)}.${randomInt(256)}`), { retries: 5, minTimeout: 10 });

/** The engine's words for such a subnet. */
export const addressesAt = (prefix: string) => ({
  Driver: "default",
  Config: [{ Subnet: `${prefix}.0/24`, Gateway: `${prefix}.1` }],
});
