import { z } from "zod";
import { accessLogSchema } from "../../shared/accessLog";
import { expecting } from "../../shared/expecting";
import { defaultImages } from "../../shared/image";
import type { Fields } from "../../shared/problems";
import { networkSchema, resourceSchema, typeOf } from "../../shared/resourceSchema";
import {
  addressSchema,
  imageSchema,
  limitsSchema,
  portSchema,
  privateAddressSchema,
  yesOrNo,
} from "../../shared/schemas";
import { certificatesSchema } from "../certificates/schema";
import { hardStopSchema } from "../haproxy/hardStop";
import { perAddressSchema } from "../haproxy/perAddress";
import type { HaproxyFarmArgs } from "./args";
import { behindSchema } from "./behind";
import { errorPagesSchema } from "./errorPages";
import { maintenanceSchema } from "./maintenance";
import { rateLimitSchema } from "./rateLimit";
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
