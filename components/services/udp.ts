import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { type Published, publishedPorts } from "../network/publishedPorts";
import { isSix, needsSubnet6 } from "../shared/address";
import { expecting } from "../shared/expecting";
import type { Fields, Problem } from "../shared/problems";
import { addressSchema, portSchema } from "../shared/schemas";
import type { ServicePart } from "./part";

/** A port of UDP that a service's container publishes by itself. */
export interface UdpPort {
  /** Port of the container. */
  readonly port: number;
  /** Where it is published on its host. Another port than every other environment's there. */
  readonly at: { readonly address: string; readonly port: number };
}

const example = '{ port: 53, at: { address: "0.0.0.0", port: 53 } }';

/** What ports of UDP have to look like. */
export const udpSchema = z
  .array(
    z.strictObject(
      {
        port: portSchema(53),
        at: z.strictObject(
          { address: addressSchema, port: portSchema(53) } satisfies Fields<UdpPort["at"]>,
          expecting("a group with address and port", '{ address: "0.0.0.0", port: 53 }'),
        ),
      } satisfies Fields<UdpPort>,
      expecting("a port of UDP", example),
    ),
    expecting("a list of ports of UDP", `[${example}]`),
  )
  .min(1, expecting("a list with at least one port; leave it out where there is none", `[${example}]`));

/** What is wrong with ports of UDP beside the other arguments. */
export const udpProblems = (
  { udp = [], replicas = 1 }: { readonly udp?: readonly UdpPort[]; readonly replicas?: number },
  networks: readonly EnvironmentNetwork[],
): Problem[] => [
  ...(udp.length > 0 && replicas > 1
    ? [
        {
          path: ["replicas"],
          message: `${replicas}: a port of UDP is one container's; keep 1, or leave udp out`,
        },
      ]
    : []),
  ...udp.flatMap(({ at }, index) =>
    networks.flatMap((network) =>
      isSix(at.address) && network.addresses.subnet6 === undefined
        ? [
            {
              path: ["udp", String(index), "at", "address"],
              message: needsSubnet6(at.address, network.resourceName),
            },
          ]
        : [],
    ),
  ),
];

/**
 * The ports of UDP that a container publishes, once it is known that its host can give them.
 * @param path the setting of the container, as an error names it
 */
export function publishedUdp({ name, router, parent }: ServicePart, path: string, udp: readonly UdpPort[]) {
  const published = udp.map(
    ({ port, at }, index): Published => ({
      path: `${path}.udp.${index}.at.port`,
      addressPath: `${path}.udp.${index}.at.address`,
      internal: port,
      external: at.port,
      address: at.address,
      protocol: "udp",
    }),
  );
  return publishedPorts(`${name}-udp`, router.network, published, parent);
}

/** Says at preview what nobody can see of a program: nothing stands between these ports and their container. */
export function remarkOfUdp(
  path: string,
  udp: readonly UdpPort[],
  isVisited: boolean,
  resource: pulumi.Resource,
): void {
  if (!pulumi.runtime.isDryRun()) return;
  const ports = udp.map(({ at }) => at.port).join(", ");
  void pulumi.log.info(
    `${path}.udp: its container publishes ${ports} by itself, so that a new version takes its place after it has stopped: for a second or so, nobody is answered there${isVisited ? ", and its pages wait" : ""}.`,
    resource,
  );
}
