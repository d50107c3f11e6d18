import { isSix, needsSubnet6 } from "../../shared/address";
import { shown } from "../../shared/expecting";
import { type Problem, problemsOf, soundFor } from "../../shared/problems";
import { refuse, warnOfUnpinned } from "../../shared/refuse";
import { nameSchema } from "../../shared/schemas";
import { capacityProblem, mostAsked } from "../haproxy/capacity";
import type { HaproxyFarmArgs } from "./args";
import { sharedAddresses } from "./behind";
import { servedProblems } from "./checkServed";
import { errorPageProblems } from "./errorPages";
import { farmLimits } from "./limits";
import { unreachable } from "./routers";
import { farmSchema } from "./schema";
import { served } from "./services";

/** Addresses of IPv6 on a network that has none. */
const withoutSix = ({ network, bindAddress, statsAddress }: HaproxyFarmArgs): Problem[] =>
  network.addresses.subnet6 !== undefined
    ? []
    : Object.entries({ bindAddress, statsAddress }).flatMap(([name, address]) =>
        address !== undefined && isSix(address)
          ? [{ path: [name], message: needsSubnet6(address, "network") }]
          : [],
      );

/** Connections that leave no memory for what is said on them. */
const tooMany = ({ maxConnections, limits }: HaproxyFarmArgs): Problem[] => {
  const message = capacityProblem(limits?.memory ?? farmLimits.memory, maxConnections);
  const path = maxConnections === undefined ? ["limits", "memory"] : ["maxConnections"];
  return message === undefined ? [] : [{ path, message }];
};

/** Metrics of another host's backups, which no road leads to. */
const backupsElsewhere = ({ network, backups }: HaproxyFarmArgs): Problem[] =>
  backups === undefined || backups.network === network
    ? []
    : [
        {
          path: ["backups"],
          message: `they are in another network (host ${backups.network.host.hostName}), where the farm does not reach them; name those of the farm's own network, and look at others by homeport status`,
        },
      ];

/** Another farm's keys are at hand only where this program has made them. */
const withoutAuthority = ({ certificates }: HaproxyFarmArgs): Problem[] =>
  certificates?.source !== "farm" || certificates.farm.issuing
    ? []
    : [
        {
          path: ["certificates", "farm"],
          message: `${certificates.farm.farmName} has certificates of another authority; name their source here too: files of this farm's host, or acme (with http-01, each names the other one as challenge.peer)`,
        },
      ];

/** A service on several hosts is asked at each of them, and each host once more. */
function tooManyAsked({ services }: HaproxyFarmArgs): Problem[] {
  const all = served(services);
  const several = all.filter(({ routers }) => routers.length > 1);
  const hosts = new Set(all.flatMap(({ routers }) => routers)).size;
  const asked = several.reduce((sum, { routers }) => sum + routers.length, 2 * hosts);
  return asked <= mostAsked
    ? []
    : [
        {
          path: ["services"],
          message: `the farm would have ${asked} servers to ask whether they are there, and has files for ${mostAsked}; have services on fewer hosts, two or three are enough; example: router: [attic, cellar]`,
        },
      ];
}

/** Visitors would be led past what stands in front, to where nobody tells who they are. */
const pastProxy = ({ http3, behind }: HaproxyFarmArgs): Problem[] =>
  http3 && behind
    ? [
        {
          path: ["http3"],
          message:
            "visitors come by what stands in front (behind), which speaks with the farm by TCP alone; have HTTP/3 there, and leave http3 out",
        },
      ]
    : [];

const namedTwice = ({ services }: HaproxyFarmArgs): Problem[] => {
  const names = served(services).map(({ serviceName }) => serviceName);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined
    ? []
    : [{ path: ["services"], message: `two are called ${shown(twice)}; give each its own name` }];
};

/**
 * Checks a farm's arguments before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkFarm(farm: string, args: HaproxyFarmArgs): void {
  const wrong = problemsOf(farmSchema, args);
  const services = soundFor(wrong, "services") ? servedProblems(args.services) : [];
  refuse(farm, [
    ...problemsOf(nameSchema, farm, ["name"]),
    ...wrong,
    ...services,
    ...(soundFor(wrong, "network", "bindAddress", "statsAddress") ? withoutSix(args) : []),
    ...(soundFor(wrong, "network", "bindAddress", "behind") && args.behind
      ? sharedAddresses(args.behind, args.network.addresses, args.bindAddress)
      : []),
    ...(soundFor(wrong, "http3", "behind") ? pastProxy(args) : []),
    ...(soundFor(wrong, "errorPages") ? errorPageProblems(args.errorPages ?? {}) : []),
    ...(soundFor(wrong, "maxConnections", "limits") ? tooMany(args) : []),
    ...(soundFor(wrong, "certificates") ? withoutAuthority(args) : []),
    ...(soundFor(wrong, "network", "backups") ? backupsElsewhere(args) : []),
    ...(soundFor([...wrong, ...services], "services") ? [...namedTwice(args), ...tooManyAsked(args)] : []),
    ...(soundFor([...wrong, ...services], "services", "network") ? unreachable(args) : []),
  ]);
  warnOfUnpinned(farm, "image", args.image);
  warnOfUnpinned(farm, "keeperImage", args.keeperImage);
  warnOfUnpinned(farm, "legoImage", args.legoImage);
}
