import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import { type DomainServiceArgs, routersOf, type ServiceVolume } from "./args";

/** A container's name is its name in the DNS, of which each part has at most 63 characters; 11 are for its number. */
const longestNames = 63 - 11;

/** What is wrong with the routers of a service, and with what it may not have on several. */
export function routerProblems(service: string, args: DomainServiceArgs): Problem[] {
  const routers = routersOf(args);
  if (routers.length === 1) return [];
  if (routers.length === 0) return [{ path: ["router"], message: "[]: name at least one router" }];
  return [
    ...routers.flatMap((router, at) =>
      routers.slice(at + 1).flatMap((other): Problem[] => {
        if (router === other)
          return [{ path: ["router"], message: `${shown(router.routerName)} is named twice` }];
        if (router.network.host !== other.network.host) return [];
        return [
          {
            path: ["router"],
            message: `${router.routerName} and ${other.routerName} are on the same host, which would go down with both; name routers of different hosts`,
          },
        ];
      }),
    ),
    ...routers.flatMap(({ routerName }): Problem[] => {
      const name = `${service}-${routerName}`;
      if (name.length <= longestNames) return [];
      return [
        {
          path: ["name"],
          message: `${shown(name)}, the name with that of the router, has ${name.length} characters; at most ${longestNames} fit into the names of containers`,
        },
      ];
    }),
    ...(args.volumes ?? []).flatMap(volumeProblems),
  ];
}

/** Nothing carries data from one host to another. */
function volumeProblems(volume: ServiceVolume, at: number): Problem[] {
  if (!volume.shared)
    return [
      {
        path: ["volumes", at],
        message: `${shown(volume.name)} is private, and its data would be another on each host: visitors would find what they left on one and miss it on the other; name one router, or keep the data in a service of its own`,
      },
    ];
  if (!volume.perHost)
    return [
      {
        path: ["volumes", at, "perHost"],
        message: `${shown(volume.perHost)}: a volume is on one host, and each host would have another; where that is right, as it is for a cache, say perHost: true; else name one router`,
      },
    ];
  return [];
}
