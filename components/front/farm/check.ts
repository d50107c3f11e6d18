import { z } from "zod";
import { accessLogSchema } from "../../shared/accessLog";
import { isSix, needsSubnet6 } from "../../shared/address";
import { expecting, shown } from "../../shared/expecting";
import { defaultImages } from "../../shared/image";
import { type Fields, type Problem, problemsOf, soundFor } from "../../shared/problems";
import { refuse, warnOfUnpinned } from "../../shared/refuse";
import { networkSchema, resourceSchema, typeOf } from "../../shared/resourceSchema";
import {
  addressSchema,
  imageSchema,
  limitsSchema,
  nameSchema,
  portSchema,
  privateAddressSchema,
  yesOrNo,
} from "../../shared/schemas";
import { certificatesSchema } from "../certificates/schema";
import { capacityProblem, mostAsked } from "../haproxy/capacity";
import { hardStopSchema } from "../haproxy/hardStop";
import { perAddressSchema } from "../haproxy/perAddress";
import type { HaproxyFarmArgs } from "./args";
import { behindSchema, sharedAddresses } from "./behind";
import { servedProblems } from "./checkServed";
import { errorPageProblems, errorPagesSchema } from "./errorPages";
import { farmLimits } from "./limits";
import { maintenanceSchema } from "./maintenance";
import { rateLimitSchema } from "./rateLimit";
import { unreachable } from "./routers";
import { served } from "./services";
import type { FarmTimeouts } from "./timeouts";

const seconds = z
  .int(expecting("a number of whole seconds", "30"))
  .min(1, expecting("at least 1 second", "30"))
  .max(86_400, expecting("at most 86400 seconds, a day", "30"))
  .optional();
const days = expecting("a whole number of days (0–730)", "365");
const connections = expecting("a whole number of connections (10–100000)", "2000");

const ports = expecting("a group of ports", "{ http: 7070, https: 7443, stats: 8404 }");

const portsSchema = z
  .strictObject(
    { http: portSchema(7070), https: portSchema(7443), stats: portSchema(8404) } satisfies Fields<
      HaproxyFarmArgs["ports"]
    >,
    ports,
  )
  .superRefine((given, context) => {
    const entries = Object.entries(given);
    for (const [at, [name, port]] of entries.entries())
      for (const [other] of entries.slice(at + 1).filter(([, one]) => one === port))
        context.addIssue({
          code: "custom",
          message: `${name} and ${other} are the same port; give each its own`,
        });
  });

/** What the arguments of a farm have to look like; what it serves is looked at one by one. */
export const farmSchema = z.strictObject(
  {
    network: networkSchema,
    services: z.array(z.unknown(), expecting("a list of services", "[blog]")),
    ports: portsSchema,
    publicPorts: z
      .strictObject(
        { http: portSchema(80).optional(), https: portSchema(443).optional() } satisfies Fields<
          HaproxyFarmArgs["publicPorts"] & {}
        >,
        expecting("a group of ports", "{ http: 80, https: 443 }"),
      )
      .optional(),
    certificates: certificatesSchema.optional(),
    hstsDays: z.int(days).min(0, days).max(730, days).optional(),
    http3: yesOrNo(true).optional(),
    rateLimit: rateLimitSchema.optional(),
    hardStopSeconds: hardStopSchema.optional(),
    perAddress: perAddressSchema.optional(),
    behind: behindSchema.optional(),
    maintenance: maintenanceSchema.optional(),
    errorPages: errorPagesSchema.optional(),
    hairpin: yesOrNo(false).optional(),
    backups: resourceSchema(typeOf("Backups"), "the environment's Backups", "backups").optional(),
    bindAddress: addressSchema,
    statsAddress: privateAddressSchema.optional(),
    image: imageSchema(defaultImages.haproxy).optional(),
    keeperImage: imageSchema(defaultImages.keeper).optional(),
    legoImage: imageSchema(defaultImages.lego).optional(),
    timeouts: z
      .strictObject(
        {
          connect: seconds,
          request: seconds,
          keepAlive: seconds,
          client: seconds,
          server: seconds,
          tunnel: seconds,
        } satisfies Fields<FarmTimeouts>,
        expecting("a group of seconds", "{ server: 300 }"),
      )
      .optional(),
    maxConnections: z.int(connections).min(10, connections).max(100_000, connections).optional(),
    accessLog: accessLogSchema,
    limits: limitsSchema.optional(),
  } satisfies Fields<HaproxyFarmArgs>,
  expecting("a group of arguments", "{ network, services: [blog], ports, bindAddress }"),
);

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
          message: `${certificates.farm.farmName} has certificates of another authority; name their source here too: files of this farm's host, or acme with dns-01`,
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
