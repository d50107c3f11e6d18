import { z } from "zod";
import { expecting, shown } from "../shared/expecting";
import { resourceOf } from "../shared/marks";
import { type Problem, soundFor } from "../shared/problems";
import { typeOf } from "../shared/resourceSchema";
import { type DomainServiceArgs, routersOf, type ServiceVolume } from "./args";
import { signInsElsewhere } from "./signIn";

/** A container's name is its name in the DNS, of which each part has at most 63 characters; 11 are for its number. */
const longestNames = 63 - 11;

const isRouter = (value: unknown): boolean => value === resourceOf(typeOf("TraefikRouter"));

/** One router, or several. */
export const routersSchema = z.custom(
  (value) => (Array.isArray(value) ? value : [value]).every(isRouter),
  expecting("a TraefikRouter, or a list of them", 'new TraefikRouter("router", { network })'),
);

/**
 * What is wrong with the routers of a service, and with what it may not have on several.
 * @param wrong what is wrong with single arguments
 */
export function routerProblems(
  service: string,
  args: DomainServiceArgs,
  wrong: readonly Problem[] = [],
): Problem[] {
  if (!soundFor(wrong, "router")) return [];
  const routers = routersOf(args);
  return [
    ...(soundFor(wrong, "signIn", "also") ? signInsElsewhere(args, routers) : []),
    ...problemsOfRouters(service, args, routers, wrong),
  ];
}

function problemsOfRouters(
  service: string,
  args: DomainServiceArgs,
  routers: ReturnType<typeof routersOf>,
  wrong: readonly Problem[],
): Problem[] {
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
    ...(soundFor(wrong, "volumes") ? (args.volumes ?? []).flatMap(volumeProblems) : []),
  ];
}

/** Nothing carries data from one host to another. */
function volumeProblems(volume: ServiceVolume, at: number): Problem[] {
  // Whoever lends it has said so.
  if (volume.of) return [];
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
