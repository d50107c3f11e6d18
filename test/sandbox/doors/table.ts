import { certificatePorts } from "../../../components/front/certificates/ports";
import { farmPorts } from "../../../components/front/farm/ports";
import { routerPorts } from "../../../components/router/config";
import { gatePorts } from "../../../components/router/gateConfig";
import type { Proof } from "./ask";

/** Every door, every option that closes something, and what somebody gets who tries. */

/** What somebody gets: a status, or no connection. */
export type Outcome = number | "no connection";

/** What a port lets through. */
export type Kind =
  /** All that the farm looks at. */
  | "farm"
  /** Whoever comes past the farm: what routers ask for, and nothing that only the farm can. */
  | "past"
  /** All are sent to TLS. */
  | "to TLS"
  /** No service is behind it. */
  | "nothing";

type Named<Place extends string, Ports> = `${Place}.${Extract<keyof Ports, string>}`;
type Door =
  | Named<"farm", typeof farmPorts>
  | Named<"gate", typeof gatePorts>
  | Named<"router", typeof routerPorts>
  | Named<"certificates", typeof certificatePorts>;

/** Hairpins are the farm's own doors once more, and a wire is a gate's that asks for a certificate. */
export const doors: Record<Door, Kind> = {
  "farm.http": "to TLS",
  "farm.https": "farm",
  "farm.stats": "nothing",
  "gate.web": "past",
  "gate.dashboard": "nothing",
  "router.web": "past",
  "router.ping": "nothing",
  "router.revision": "nothing",
  "router.metrics": "nothing",
  "router.dashboard": "nothing",
  "certificates.issuer": "nothing",
  "certificates.keeper": "nothing",
};

/** The ports by the names above. */
export const ports: Record<string, number> = Object.fromEntries(
  Object.entries({
    farm: farmPorts,
    gate: gatePorts,
    router: routerPorts,
    certificates: certificatePorts,
  }).flatMap(([place, all]) => Object.entries(all).map(([name, port]) => [`${place}.${name}`, port])),
);

/** One try. */
export interface Trial {
  /** Name below the router's domain. */
  readonly name: string;
  readonly path?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is shown to whoever asks. @default nothing */
  readonly proof?: Proof;
  /** Name on whose connection is asked. @default its own */
  readonly by?: string;
  readonly farm: Outcome;
  readonly past: Outcome;
  /** At a gate that is open to whoever comes. @default as past the farm */
  readonly gate?: Outcome;
}

const preflight = {
  method: "OPTIONS",
  headers: { Origin: "https://a.org", "Access-Control-Request-Method": "PUT" },
};
const password = { Authorization: `Basic ${btoa("anna:open sesame")}` };
const wrong = { Authorization: `Basic ${btoa("anna:sesame")}` };
/** What an application says to a preflight in more than some bytes is withheld. */
const withheld = { farm: 503, past: 500, gate: 503 } as const;

/** By the option that closes. */
export const closing: Record<string, readonly Trial[]> = {
  domains: [
    { name: "open", farm: 200, past: 200 },
    { name: "open.closed", farm: 200, past: 200 },
    { name: "nobody", by: "open", farm: 404, past: 404 },
    { name: "a.open.closed", by: "open", farm: 404, past: 404 },
  ],
  allow: [
    { name: "near", farm: 200, past: 403 },
    { name: "away", farm: 403, past: 403 },
    { name: "away", method: "POST", farm: 403, past: 403 },
    { name: "away", by: "open", farm: 403, past: 403 },
    { name: "away", method: "HEAD", farm: 403, past: 403 },
    { name: "away", ...preflight, farm: 403, past: 403 },
  ],
  users: [
    { name: "guarded", farm: 401, past: 401 },
    { name: "guarded", headers: wrong, farm: 401, past: 401 },
    { name: "guarded", headers: password, farm: 200, past: 200 },
    { name: "guarded", method: "OPTIONS", farm: 401, past: 401 },
    { name: "guarded", method: "TRACE", farm: 401, past: 401 },
    { name: "guarded", ...preflight, ...withheld },
  ],
  usersExcept: [
    { name: "guarded", path: "/hook", farm: 200, past: 200 },
    { name: "guarded", path: "/hooked", farm: 401, past: 401 },
    { name: "guarded", path: "/hook/../x", farm: 401, past: 401 },
    { name: "guarded", path: "/hook%2f..%2fx", farm: 401, past: 401 },
    { name: "guarded", path: "/hook/%2e%2e/x", farm: 401, past: 401 },
    { name: "guarded", path: "/hook/..;/x", farm: 401, past: 401 },
    { name: "guarded", path: "/hook/..\\x", farm: 401, past: 401 },
    { name: "guarded", path: "/hook/%252e%252e/x", farm: 401, past: 401 },
  ],
  askPreflights: [{ name: "strict", ...preflight, farm: 401, past: 401 }],
  signIn: [
    { name: "shut", farm: 401, past: 401 },
    { name: "shut", method: "POST", farm: 401, past: 401 },
    { name: "shut", ...preflight, farm: 401, past: 401 },
    { name: "shut", path: "/status?code=200", farm: 401, past: 401 },
    { name: "shut", headers: { ...password, "Remote-User": "anna" }, farm: 401, past: 401 },
    { name: "welcome", farm: 200, past: 200 },
  ],
  clientAuthority: [
    { name: "people", headers: password, farm: "no connection", past: 403 },
    { name: "people", path: "/hook", farm: "no connection", past: 403 },
    { name: "people", ...preflight, farm: "no connection", past: 403 },
    { name: "people", headers: password, by: "open", farm: 421, past: 403 },
    { name: "people", path: "/hook", by: "open", farm: 421, past: 403 },
    { name: "people", path: "/hook", method: "HEAD", by: "open", farm: 421, past: 403 },
    { name: "people", path: "/hook", proof: "stranger", farm: "no connection", past: 403 },
    { name: "people", path: "/hook", proof: "person", farm: 200, past: 403 },
    { name: "people", proof: "person", farm: 401, past: 403 },
    { name: "people", headers: password, proof: "person", farm: 200, past: 403 },
    { name: "people", path: "/hook", proof: "person", by: "desk", farm: 421, past: 403 },
    { name: "any.closed", path: "/hook", farm: "no connection", past: 403 },
    { name: "any.closed", path: "/hook", by: "open.closed", farm: 421, past: 403 },
    { name: "any.closed", path: "/hook", proof: "person", farm: 200, past: 403 },
    { name: "ANY.closed", path: "/hook", by: "open", farm: 421, past: 403 },
    { name: "open", proof: "person", by: "people", farm: 200, past: 200 },
    { name: "open.closed", proof: "person", by: "any.closed", farm: 200, past: 200 },
    { name: "desk", farm: "no connection", past: 403 },
    { name: "desk", by: "open", method: "POST", farm: 421, past: 403 },
    { name: "desk", proof: "person", farm: 200, past: 403 },
  ],
  pathPrefix: [
    { name: "parts", path: "/", farm: 200, past: 200 },
    { name: "parts", path: "/part", farm: 401, past: 401 },
    { name: "parts", path: "/part/x", headers: password, farm: 200, past: 200 },
    { name: "parts", path: "/x/../part/y", farm: 400, past: 400 },
    { name: "parts", path: "//part", farm: 400, past: 400 },
    { name: "parts", path: "/%70art", farm: 400, past: 401 },
    { name: "parts", path: "/PART", farm: 400, past: 400 },
  ],
};

/** Options of a way into a service that close nothing by themselves. */
export const notClosing = [
  "redirects",
  "responseHeaders",
  "removeHeaders",
  "compress",
  "timeouts",
  "bodyLimit",
  "stripPrefix",
  "webdavDestination",
  "port",
  "protocol",
  "authority",
  "serverName",
  "readiness",
  "keepAliveSeconds",
  "stickySessions",
] as const;

/** Options of a service as a whole, of routers and of farms: none of them says who gets in, but as it is tried elsewhere. */
export const elsewhere = {
  service: {
    // Each is a way into the service once more, with options of its own: `desk` above.
    also: "here",
    // Several routers are each a door of its own.
    router: "here",
    // Past everything, as it says; nothing that closes the service is meant for it.
    udp: "portsFar.test.ts",
  },
  farm: {
    rateLimit: "rateLimit.test.ts",
    behind: "behind.test.ts",
    hairpin: "here",
    maintenance: "front/front.test.ts",
    bindAddress: "../machines/hostFirewall.test.ts",
    statsAddress: "suite.test.ts",
  },
  router: { publish: "here", dashboard: "here", discover: "discovered.test.ts" },
} as const;

export const irrelevant = {
  service: [
    "image",
    "command",
    "environment",
    "environmentFiles",
    "devices",
    "dns",
    "entrypoint",
    "files",
    "groups",
    "health",
    "init",
    "logging",
    "restart",
    "sharedMemory",
    "sysctls",
    "ulimits",
    "workingDirectory",
    "volumes",
    "replicas",
    "healthCommand",
    "readySeconds",
    "limits",
    "drainSeconds",
    "user",
    "readOnly",
    "temporary",
    "stopSeconds",
    "stopSignal",
    "hostname",
    "hosts",
    "trustAuthority",
    "capabilities",
  ],
  farm: [
    "network",
    "services",
    "ports",
    "publicPorts",
    "certificates",
    "hstsDays",
    "http3",
    "image",
    "keeperImage",
    "legoImage",
    "timeouts",
    "hardStopSeconds",
    "perAddress",
    "maxConnections",
    "errorPages",
    "accessLog",
    "backups",
    "limits",
  ],
  router: ["network", "image", "gateImage", "doorImage", "limits", "logLevel", "accessLog"],
} as const;
