import ipaddr from "ipaddr.js";
import { z } from "zod";
import { expecting } from "../shared/expecting";
import { judgeImage } from "../shared/image";
import { isSubnet } from "../shared/subnet";

const group = (example: string) => expecting("a group of settings", example);

const port = (example: number) => {
  const message = expecting("a port (1–65535)", String(example));
  return z.int(message).min(1, message).max(65535, message);
};

const offset = z.int(expecting("a whole number", "101")).default(0);

const address = (example: string) =>
  z
    .string(expecting("an IPv4 address", example))
    .refine((text) => ipaddr.IPv4.isValidFourPartDecimal(text), expecting("an IPv4 address", example));

const image = (official: string, what: string) =>
  z
    .string(expecting("an image reference", official))
    .refine((text) => judgeImage(text) !== "invalid", expecting("an image reference", official))
    .default(official)
    .describe(what);

/** What the settings of a stack have to look like. Keys of the first level are those below `homeport:`. */
export const settingsSchema = z.strictObject({
  ports: z
    .strictObject(
      {
        http: port(7070).default(7070).describe("Farm, HTTP."),
        stats: port(8404).default(8404).describe("Farm, statistics page and metrics."),
        router: port(88).default(88).describe("Routers, for farms on other hosts."),
      },
      group("{ http: 7070 }"),
    )
    .prefault({})
    .describe("Base ports; the same for every stack."),
  portOffsets: z
    .strictObject(
      {
        farm: offset.describe("Added to the farm's ports."),
        router: offset.describe("Added to the routers' port."),
      },
      group("{ farm: 101, router: 11 }"),
    )
    .prefault({})
    .describe("What a stack adds to the base ports."),
  network: z
    .strictObject(
      {
        subnet: z
          .string(expecting("an IPv4 network", "172.30.70.0/24"))
          .refine(isSubnet, expecting("an IPv4 network from /16 to /27 without host bits", "172.30.70.0/24"))
          .describe("The environment's network, used by nothing else on the host."),
        bindAddress: address("127.0.0.1")
          .default("127.0.0.1")
          .describe("Address of the host on which the farm serves; 0.0.0.0 for all."),
        privateAddress: address("127.0.0.1")
          .default("127.0.0.1")
          .refine((text) => text !== "0.0.0.0", {
            error: "0.0.0.0 is every address, not a private one; example: 127.0.0.1",
          })
          .describe("Private address of the host for statistics, metrics and the routers' port."),
      },
      group("{ subnet: 172.30.70.0/24 }"),
    )
    .describe("Networks of the environment."),
  images: z
    .strictObject(
      {
        haproxy: image("haproxy:3.2.9-alpine", "The farm and the routers' gates."),
        traefik: image("traefik:v3.6.7", "The routers."),
        site: image("nginxinc/nginx-unprivileged:1.29.3-alpine", "Static sites."),
        echo: image("traefik/whoami:v1.11.0", "The services that answer with what they were asked."),
      },
      group("{ traefik: registry.example.org/traefik:v3.6.7 }"),
    )
    .prefault({})
    .describe("Images by use."),
});

/** Checked settings with every default filled in. */
export type RawSettings = z.infer<typeof settingsSchema>;
