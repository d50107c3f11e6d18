import { z } from "zod";
import { accessLogSchema } from "../shared/accessLog";
import { expecting } from "../shared/expecting";
import { defaultImages } from "../shared/image";
import { problemsOf, refuse, warnOfUnpinned } from "../shared/refuse";
import {
  addressSchema,
  imageSchema,
  limitsSchema,
  nameSchema,
  portSchema,
  privateAddressSchema,
} from "../shared/schemas";
import type { HaproxyFarmArgs } from "./args";

const seconds = z
  .int(expecting("a number of whole seconds", "30"))
  .min(1, expecting("at least 1 second", "30"))
  .max(86_400, expecting("at most 86400 seconds, a day", "30"))
  .optional();
const connections = expecting("a whole number of connections (10–100000)", "2000");

const schema = z.object({
  ports: z
    .object({ http: portSchema(7070), stats: portSchema(8404) })
    .refine(({ http, stats }) => http !== stats, "http and stats are the same port; give each its own"),
  bindAddress: addressSchema,
  statsAddress: privateAddressSchema.optional(),
  image: imageSchema(defaultImages.haproxy).optional(),
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

/**
 * Checks a farm's settings before any resource exists.
 * @throws InputPropertiesError that names every setting that is not usable.
 */
export function checkFarm(farm: string, args: HaproxyFarmArgs): void {
  refuse(farm, [...problemsOf(nameSchema, farm, ["name"]), ...problemsOf(schema, args)]);
  warnOfUnpinned(farm, "image", args.image);
}
