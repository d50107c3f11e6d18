import { isSix, needsSubnet6 } from "../shared/address";
import type { Problem } from "../shared/problems";
import type { PortServiceArgs } from "./args";
import { doorNetwork, routersOf } from "./reach";

/** What is wrong with where a port is, and with the way from there to its containers. */
export function placeProblems(args: PortServiceArgs): Problem[] {
  const { service, network } = args;
  const routers = routersOf(service);
  if (network === undefined && routers.length > 1) return [unsaid(args)];
  return [
    ...(network && routers.some((one) => one.network.environment !== network.environment)
      ? [
          {
            path: ["network"],
            message: `${network.resourceName} belongs to the environment ${network.environment}, and ${service.serviceName} does not; take a network of its own environment`,
          },
        ]
      : []),
    ...unreached(args),
    ...withoutSix(args),
  ];
}

function unsaid({ service }: PortServiceArgs): Problem {
  const names = routersOf(service).map(({ network }) => network.host.hostName);
  return {
    path: ["network"],
    message: `${service.serviceName} is on ${names.join(" and ")}: say on which host the port is published; example: network: ${routersOf(service)[0]?.network.resourceName}`,
  };
}

/** Only farms' way leads to containers of another host. */
const unreached = (args: PortServiceArgs): Problem[] =>
  routersOf(args.service)
    .filter((router) => router.network !== doorNetwork(args) && !router.wire)
    .map(({ routerName }) => ({
      path: ["service"],
      message: `the router ${routerName} is on another network than the port and lets no farm in; publish it for the port's host; example: publish: { address: "10.0.0.2", port: 88, farms: ["10.0.0.1"] }`,
    }));

/** Addresses of IPv6 at, or from, a network that has none. */
function withoutSix(args: PortServiceArgs): Problem[] {
  const network = doorNetwork(args);
  if (!network || network.addresses.subnet6 !== undefined) return [];
  return [
    ...(isSix(args.at.address)
      ? [{ path: ["at", "address"], message: needsSubnet6(args.at.address, network.resourceName) }]
      : []),
    ...routersOf(args.service).flatMap(({ network: other, routerName, wire }) =>
      other !== network && wire && isSix(wire.address)
        ? [
            {
              path: ["service"],
              message: `the router ${routerName} is at ${needsSubnet6(wire.address, "the port's network")}`,
            },
          ]
        : [],
    ),
  ];
}
