import { z } from "zod";
import { accessLogSchema } from "../shared/accessLog";
import { expecting } from "../shared/expecting";
import { defaultImages } from "../shared/image";
import { type Problem, problemsOf } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { imageSchema, limitsSchema, nameSchema, portSchema, privateAddressSchema } from "../shared/schemas";
import type { TraefikRouterArgs } from "./args";

const farms = expecting("a list with the address of at least one farm", "[10.0.0.1]");

const schema = z.object({
  image: imageSchema(defaultImages.traefik).optional(),
  publish: z
    .object({
      address: privateAddressSchema,
      port: portSchema(88),
      farms: z.array(privateAddressSchema, farms).min(1, farms).optional(),
    })
    .optional(),
  dashboard: z.object({ address: privateAddressSchema, port: portSchema(8088) }).optional(),
  gateImage: imageSchema(defaultImages.haproxy).optional(),
  limits: limitsSchema.optional(),
  accessLog: accessLogSchema,
});

/**
 * Checks a router's settings before any resource exists.
 * @throws RunError that names every setting that is not usable.
 */
export function checkRouter(router: string, args: TraefikRouterArgs): void {
  refuse(router, [
    ...problemsOf(nameSchema, router, ["name"]),
    ...problemsOf(schema, args),
    ...samePort(args),
    ...outOfReach(args),
  ]);
  warnOfUnpinned(router, "image", args.image);
  warnOfUnpinned(router, "gateImage", args.gateImage);
}

function samePort({ publish, dashboard }: TraefikRouterArgs): Problem[] {
  if (!publish || !dashboard || publish.port !== dashboard.port) return [];
  return [
    {
      path: ["dashboard", "port"],
      message: `${dashboard.port} is also publish.port; give each its own; example: 8088`,
    },
  ];
}

/** On a loopback address, a router waits in vain for farms on other hosts. */
function outOfReach({ publish }: TraefikRouterArgs): Problem[] {
  if (!publish?.farms || !String(publish.address).startsWith("127.")) return [];
  return [
    {
      path: ["publish", "address"],
      message: `no farm on another host reaches ${publish.address}; take a private address of this one; example: 10.0.0.2`,
    },
  ];
}
