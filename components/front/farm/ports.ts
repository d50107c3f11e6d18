import type { Published } from "../../network/publishedPorts";
import type { HaproxyFarmArgs } from "./args";

/** Ports inside the farm's container. */
export const farmPorts = { http: 80, https: 443, stats: 8404 } as const;

/** Where statistics are published, where nothing else is said. */
export const defaultStatsAddress = "127.0.0.1";

/** The farm's ports on its host. */
export function publishedBy(
  farm: string,
  { ports, bindAddress, http3, statsAddress = defaultStatsAddress }: HaproxyFarmArgs,
): Published[] {
  const at = (port: keyof typeof farmPorts, address: string, option: string): Published => ({
    path: `${farm}.ports.${port}`,
    addressPath: `${farm}.${option}`,
    internal: farmPorts[port],
    external: ports[port],
    address,
  });
  const https = at("https", bindAddress, "bindAddress");
  return [
    at("http", bindAddress, "bindAddress"),
    https,
    ...(http3 ? [{ ...https, protocol: "udp" as const }] : []),
    at("stats", statsAddress, "statsAddress"),
  ];
}
