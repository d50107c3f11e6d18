import { z } from "zod";
import { declaredCertificatesSchema } from "../front/certificates/schema";
import { behindSchema } from "../front/farm/behind";
import { defaultRateLimit, rateLimitSchema } from "../front/farm/rateLimit";
import { defaultHardStop, hardStopSchema } from "../front/haproxy/hardStop";
import { perAddressSchema } from "../front/haproxy/perAddress";
import { registriesSchema } from "../hosts/dockerHost/registries";
import { declaredValues } from "../hosts/machine/schema";
import { allowSchema } from "../services/access";
import { domainsSchema } from "../shared/domainsSchema";
import { expecting } from "../shared/expecting";
import { defaultImages } from "../shared/image";
import {
  addressSchema,
  imageSchema,
  portSchema,
  privateAddressSchema,
  subnet6Schema,
  subnetSchema,
  yesOrNo,
} from "../shared/schemas";
import { hostsSchema } from "./hosts";

const group = (example: string) => expecting("a group of settings", example);

const hstsDays = expecting("a whole number of days (0–730)", "365");

const offset = z.int(expecting("a whole number", "101")).default(0);

const image = (official: string, what: string) => imageSchema(official).default(official).describe(what);

/** What the settings of a stack have to look like. Keys of the first level are those below the project's name. */
export const settingsSchema = z.strictObject(
  {
    ports: z
      .strictObject(
        {
          http: portSchema(7070).default(7070).describe("Farm, HTTP: sends visitors to HTTPS."),
          https: portSchema(7443).default(7443).describe("Farm, HTTPS."),
          stats: portSchema(8404).default(8404).describe("Farm, statistics page and metrics."),
          router: portSchema(88).default(88).describe("Routers, for farms on other hosts."),
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
          subnet: subnetSchema.describe("The environment's network, used by nothing else on the host."),
          subnet6: subnet6Schema
            .optional()
            .describe(
              "The network's part of IPv6, below fd00::/8, by which visitors come; by default it has none.",
            ),
          bindAddress: addressSchema
            .default("127.0.0.1")
            .describe(
              "Address of the host on which the farm serves; 0.0.0.0 for all of IPv4, :: for those of IPv6 too.",
            ),
          privateAddress: privateAddressSchema
            .default("127.0.0.1")
            .describe("Private address of the host for statistics, metrics and the routers' port."),
          keepVolumes: yesOrNo(false)
            .default(true)
            .describe(
              "Whether data stay when their service, or the whole environment, goes; false for an environment on trial.",
            ),
          publicPorts: z
            .strictObject(
              {
                http: portSchema(80).optional().describe("HTTP, by default the published port."),
                https: portSchema(443).optional().describe("HTTPS, by default the published port."),
              },
              group("{ http: 80, https: 443 }"),
            )
            .prefault({})
            .describe(
              "Ports under which visitors reach the farm, where a box in front forwards to the published ones.",
            ),
        },
        group("{ subnet: 172.30.70.0/24 }"),
      )
      .describe("Networks of the environment."),
    hosts: hostsSchema,
    certificates: declaredCertificatesSchema
      .prefault({ source: "authority" })
      .describe(
        "Where certificates come from; the same for every stack, or staging does not show what production does.",
      ),
    tls: z
      .strictObject(
        {
          hstsDays: z
            .int(hstsDays)
            .min(0, hstsDays)
            .max(730, hstsDays)
            .default(0)
            .describe("For how long browsers are told to use nothing but HTTPS, in days; 0 for not at all."),
        },
        group("{ hstsDays: 365 }"),
      )
      .prefault({})
      .describe("What visitors are told by HTTPS."),
    http3: yesOrNo(true)
      .optional()
      .describe(
        "Whether visitors are served by HTTP/3 too, at the same port of UDP; by default not. To begin or end it exchanges the farm's container.",
      ),
    rateLimit: rateLimitSchema
      .default(defaultRateLimit)
      .describe(
        'Requests that one client address has answered within some seconds, "off" for any number; above, it is asked to wait.',
      ),
    hardStopSeconds: hardStopSchema
      .default(defaultHardStop)
      .describe(
        "How long WebSockets, uploads and downloads of before a reload of the farm may go on; each reload within it takes memory.",
      ),
    perAddress: perAddressSchema
      .default({})
      .describe(
        "How much one client address may have of the farm at once: connections, newConnections within 10 seconds, requests, websockets, wrongPasswords within a minute, and whom to except; each is a number or off.",
      ),
    behind: behindSchema
      .optional()
      .describe(
        "Whoever stands in front of the farm: addresses from which alone it is believed who a visitor is, and by what it is told (proxy-protocol, x-forwarded-for); by default nobody is believed.",
      ),
    monitor: z
      .strictObject(
        {
          domains: domainsSchema.describe("Names of the monitor's page."),
          allow: allowSchema
            .optional()
            .describe("Networks or addresses of clients that are let in there; by default everyone."),
        },
        group("{ domains: [watch.example.org], allow: [192.168.1.0/24] }"),
      )
      .optional()
      .describe(
        "Watches the environment, and has a page that shows it; by default nothing does. Who is told stands in index.ts.",
      ),
    registries: registriesSchema(declaredValues.secret)
      .default({})
      .describe(
        "Who asks which registry for images; by default what docker login has stored on the machine that runs the program.",
      ),
    images: z
      .strictObject(
        {
          haproxy: image(defaultImages.haproxy, "The farm and the routers' gates."),
          traefik: image(defaultImages.traefik, "The routers."),
          keeper: image(defaultImages.keeper, "What brings certificates of files and acme to the farm."),
          lego: image(defaultImages.lego, "What issues certificates by acme."),
          prometheus: image(defaultImages.prometheus, "The monitor's own part."),
          alertmanager: image(defaultImages.alertmanager, "What tells people."),
          probes: image(defaultImages.blackboxExporter, "What asks for pages."),
          agent: image(
            defaultImages.nodeExporter,
            "What reads a host's figures, and serves the monitor's page.",
          ),
          site: image("nginxinc/nginx-unprivileged:1.29.3-alpine", "Static sites."),
          echo: image("traefik/whoami:v1.11.0", "The services that answer with what they were asked."),
        },
        group("{ traefik: registry.example.org/traefik:v3.6.7 }"),
      )
      .prefault({})
      .describe("Images by use."),
  },
  group("{ network: { subnet: 172.30.70.0/24 } }"),
);

/** Checked settings with every default filled in. */
export type RawSettings = z.infer<typeof settingsSchema>;
