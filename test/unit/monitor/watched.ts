import { pagesOf } from "../../../components/monitor/pages";
import type { Receiver } from "../../../components/monitor/receivers";
import type { Watched } from "../../../components/monitor/watched";
import type { ServedRoute } from "../../../components/services/routes";

/** What a monitor's files are made of in tests: every sort of page, router and receiver. */

const router = (routerName: string, hostName: string) =>
  ({ routerName, network: { host: { hostName } } }) as ServedRoute["routers"][number];

const route = (more: Partial<ServedRoute>): ServedRoute => ({
  serviceName: "blog",
  domains: ["blog.example.org"],
  stripPrefix: false,
  webdavDestination: "http",
  stickySessions: false,
  routers: [router("router", "attic")],
  probe: { kind: "http", path: "/" },
  ...more,
});

export const pages = [
  ...pagesOf("blog", [
    route({}),
    route({ domains: ["api.example.org"], probe: { kind: "http", path: "/v1/ready?deep=1", status: 204 } }),
  ]),
  ...pagesOf("consoles", [
    route({
      domains: ["*.consoles.example.org"],
      pathPrefix: "/play",
      stripPrefix: true,
      probe: { kind: "http", path: "/ready" },
    }),
    route({ domains: ["old.example.org"], pathPrefix: "/old", probe: { kind: "http", path: "/ready" } }),
  ]),
  ...pagesOf("both", [
    route({
      domains: ["both.example.org"],
      routers: [router("router", "attic"), router("apps-router", "cellar")],
    }),
  ]),
  ...pagesOf("chat", [route({ domains: ["chat.example.org"], probe: { kind: "tcp" } })]),
  ...pagesOf("closed", [route({ clientAuthority: "PEM" }), route({ probe: { kind: "grpc" } })]),
];

export const watched: Watched = {
  monitor: "monitor",
  project: "home",
  environment: "prod",
  stack: "prod",
  farm: "farm",
  farmAddress: "172.30.70.254",
  certificates: undefined,
  host: "attic",
  routers: [
    { name: "router", host: "attic", container: "router-traefik-1a2b3c4" },
    { name: "apps-router", host: "cellar", container: undefined },
  ],
  hosts: [{ name: "cellar", router: "apps-router", gate: { address: "10.0.0.2", port: 88 } }],
  pages,
  companions: [{ service: "pad-store", servedBy: ["pad-web", "pad-api"] }],
  homes: [
    { name: "hut", page: "https://watch.example.net", user: "home", authority: true },
    { name: "loft", page: "https://watch.example.com", user: "", authority: false },
  ],
  backups: [{ service: "wiki", volume: "files" }],
  authority: true,
  thresholds: {},
  mute: [],
  everySeconds: 30,
};

export const receivers: Receiver[] = [
  {
    kind: "mail",
    to: "anna@example.org",
    from: "home@example.org",
    server: "mail.example.org:587",
    user: "home",
    password: "secret",
  },
  { kind: "ntfy", url: "https://ntfy.example.org/home", token: "secret" },
  { kind: "telegram", token: "secret", chat: -100 },
  { kind: "webhook", url: "https://hooks.example.org/secret" },
  { kind: "gotify", url: "https://gotify.example.org", token: "secret" },
  { kind: "matrix", url: "https://matrix.example.org/", token: "secret", room: "!abc:example.org" },
];
