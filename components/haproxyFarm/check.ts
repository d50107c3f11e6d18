import { z } from "zod";
import { certificatesSchema } from "../certificates/schema";
import { accessLogSchema } from "../shared/accessLog";
import { domainsSchema } from "../shared/domainsSchema";
import { expecting, shown } from "../shared/expecting";
import { defaultImages } from "../shared/image";
import { type Problem, problemsOf } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import {
  addressSchema,
  imageSchema,
  limitsSchema,
  nameSchema,
  portSchema,
  privateAddressSchema,
} from "../shared/schemas";
import type { HaproxyFarmArgs } from "./args";
import { rateLimitSchema } from "./rateLimit";
import { unreachable } from "./routers";
import { asService, isContainer } from "./services";

const seconds = z
  .int(expecting("a number of whole seconds", "30"))
  .min(1, expecting("at least 1 second", "30"))
  .max(86_400, expecting("at most 86400 seconds, a day", "30"))
  .optional();
const days = expecting("a whole number of days (0–730)", "365");
const connections = expecting("a whole number of connections (10–100000)", "2000");

const schema = z.object({
  ports: z
    .object({ http: portSchema(7070), https: portSchema(7443), stats: portSchema(8404) })
    .superRefine((ports, context) => {
      const entries = Object.entries(ports);
      for (const [at, [name, port]] of entries.entries())
        for (const [other] of entries.slice(at + 1).filter(([, one]) => one === port))
          context.addIssue({
            code: "custom",
            message: `${name} and ${other} are the same port; give each its own`,
          });
    }),
  publicPorts: z
    .strictObject({ http: portSchema(80).optional(), https: portSchema(443).optional() })
    .optional(),
  certificates: certificatesSchema.optional(),
  hstsDays: z.int(days).min(0, days).max(730, days).optional(),
  rateLimit: rateLimitSchema.optional(),
  bindAddress: addressSchema,
  statsAddress: privateAddressSchema.optional(),
  image: imageSchema(defaultImages.haproxy).optional(),
  keeperImage: imageSchema(defaultImages.keeper).optional(),
  legoImage: imageSchema(defaultImages.lego).optional(),
  timeouts: z
    .strictObject({
      connect: seconds,
      request: seconds,
      keepAlive: seconds,
      client: seconds,
      server: seconds,
      tunnel: seconds,
    })
    .optional(),
  maxConnections: z.int(connections).min(10, connections).max(100_000, connections).optional(),
  accessLog: accessLogSchema,
  limits: limitsSchema.optional(),
});

const path = expecting('a path that begins with "/"', "/health");
const containerSchema = z.object({
  name: nameSchema,
  domains: domainsSchema,
  port: portSchema(8080),
  healthPath: z
    .string(path)
    .regex(/^\/[^\s"'\\#]*$/, path)
    .optional(),
});

const namedTwice = ({ services }: HaproxyFarmArgs): Problem[] => {
  const names = services.map((service) => asService(service).serviceName);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined
    ? []
    : [{ path: ["services"], message: `two are called ${shown(twice)}; give each its own name` }];
};

/**
 * Checks a farm's settings before any resource exists.
 * @throws RunError that names every setting that is not usable.
 */
export function checkFarm(farm: string, args: HaproxyFarmArgs): void {
  refuse(farm, [
    ...problemsOf(nameSchema, farm, ["name"]),
    ...problemsOf(schema, args),
    ...args.services.flatMap((service, at) =>
      isContainer(service) ? problemsOf(containerSchema, service, ["services", String(at)]) : [],
    ),
    ...namedTwice(args),
    ...unreachable(args),
  ]);
  warnOfUnpinned(farm, "image", args.image);
  warnOfUnpinned(farm, "keeperImage", args.keeperImage);
  warnOfUnpinned(farm, "legoImage", args.legoImage);
}
