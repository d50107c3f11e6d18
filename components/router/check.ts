import { z } from "zod";
import { accessLogSchema } from "../shared/accessLog";
import { isLoopback, isSix, needsSubnet6 } from "../shared/address";
import { expecting } from "../shared/expecting";
import { defaultImages } from "../shared/image";
import { type Fields, type Problem, problemsOf, soundFor } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { networkSchema } from "../shared/resourceSchema";
import {
  imageSchema,
  limitsSchema,
  nameSchema,
  portSchema,
  privateAddressSchema,
  yesOrNo,
} from "../shared/schemas";
import type { PrivatePort, PublishedRouter, TraefikRouterArgs } from "./args";

const level = expecting("a severity (DEBUG, INFO, WARN, ERROR)", "INFO");
const farms = expecting("a list with the address of at least one farm", "[10.0.0.1]");

const port = (example: number) => ({ address: privateAddressSchema, port: portSchema(example) });

/** What the arguments of a router have to look like. */
export const routerSchema = z.strictObject(
  {
    network: networkSchema,
    image: imageSchema(defaultImages.traefik).optional(),
    publish: z
      .strictObject(
        {
          ...port(88),
          farms: z.array(privateAddressSchema, farms).min(1, farms).optional(),
        } satisfies Fields<PublishedRouter>,
        expecting("a group with address and port", '{ address: "10.0.0.2", port: 88 }'),
      )
      .optional(),
    dashboard: z
      .strictObject(
        port(8088) satisfies Fields<PrivatePort>,
        expecting("a group with address and port", '{ address: "127.0.0.1", port: 8088 }'),
      )
      .optional(),
    discover: yesOrNo(true).optional(),
    doorImage: imageSchema(defaultImages.keeper).optional(),
    gateImage: imageSchema(defaultImages.haproxy).optional(),
    limits: limitsSchema.optional(),
    logLevel: z.enum(["DEBUG", "INFO", "WARN", "ERROR"], level).optional(),
    accessLog: accessLogSchema,
  } satisfies Fields<TraefikRouterArgs>,
  expecting("a group of arguments", "{ network }"),
);

/**
 * Checks a router's arguments before any resource exists.
 * @throws RunError that names every setting that is not usable.
 */
export function checkRouter(router: string, args: TraefikRouterArgs): void {
  const wrong = problemsOf(routerSchema, args);
  refuse(router, [
    ...problemsOf(nameSchema, router, ["name"]),
    ...wrong,
    ...(soundFor(wrong, "publish", "dashboard") ? samePort(args) : []),
    ...(soundFor(wrong, "publish") ? [...outOfReach(args), ...otherKind(args)] : []),
    ...(soundFor(wrong, "publish", "dashboard", "network") ? withoutSix(args) : []),
  ]);
  warnOfUnpinned(router, "image", args.image);
  warnOfUnpinned(router, "gateImage", args.gateImage);
  warnOfUnpinned(router, "doorImage", args.doorImage);
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
  if (!publish?.farms || !isLoopback(publish.address)) return [];
  return [
    {
      path: ["publish", "address"],
      message: `no farm on another host reaches ${publish.address}; take a private address of this one; example: 10.0.0.2`,
    },
  ];
}

/** Whoever connects by IPv6 has an address of IPv6. */
const otherKind = ({ publish }: TraefikRouterArgs): Problem[] =>
  (publish?.farms ?? []).flatMap((farm, at) =>
    isSix(farm) === isSix(publish?.address ?? "")
      ? []
      : [
          {
            path: ["publish", "farms", String(at)],
            message: `no connection from ${farm} arrives at ${publish?.address}; take addresses of one kind, of IPv4 or of IPv6`,
          },
        ],
  );

/** Addresses of IPv6 on a network that has none. */
const withoutSix = ({ network, publish, dashboard }: TraefikRouterArgs): Problem[] =>
  network.addresses.subnet6 !== undefined
    ? []
    : Object.entries({ publish, dashboard }).flatMap(([name, port]) =>
        port && isSix(port.address)
          ? [{ path: [name, "address"], message: needsSubnet6(port.address, "network") }]
          : [],
      );
