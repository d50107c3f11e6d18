import type { FarmConfig } from "../../components/front/farm/farmConfig";
import type { HairpinConfig } from "../../components/front/hairpin/config";
import { perAddressOf } from "../../components/front/haproxy/perAddress";
import type { PortChange } from "../../components/ports/apply";
import type { RouterConfig } from "../../components/router/config";
import type { GateConfig } from "../../components/router/gateConfig";
import type { Publication } from "../../components/services/publish";
import type { Route } from "../../components/services/route";

/** What the renderers are shown: once for the golden files, once for the real programs. */

const farm: FarmConfig = {
  routers: [],
  domains: [],
  spread: [],
  containers: [],
  partly: [],
  destinations: [],
  timeouts: { connect: 5, request: 10, keepAlive: 5, client: 60, server: 300, tunnel: 3600 },
  hardStopSeconds: 120,
  maxConnections: 2048,
  buffers: 6553,
  perAddress: perAddressOf(2048),
  passwordDomains: [],
  threads: 2,
  publicPorts: { https: 7544 },
  rateLimit: "off",
  tls: {
    list: "/var/lib/haproxy/certificates/list-0123456789ab",
    ends: { file: "/var/lib/haproxy/certificates/ends-0123456789ab", lines: 2 },
    clientChecked: [],
    hstsDays: 0,
  },
  subnet: "172.30.71.0/24",
  accessLog: "all",
  admins: ["127.0.0.0/8", "172.30.71.1"],
};
const home = { name: "router", host: "staging-router-traefik-1a2b3c4", maxRequests: 2164 };
const attic = { name: "attic", host: "staging-attic-traefik-5d6e7f8", maxRequests: 1018 };
const far = (name: string, address: string) => ({
  name,
  address,
  maxRequests: 2164,
  wire: {
    port: 99,
    name: `${name}.internal`,
    authority: `/var/lib/haproxy/wire/${name}-authority-0123456789ab`,
    certificate: `/var/lib/haproxy/wire/${name}-certificate-0123456789ab`,
  },
});
const cellar = far("cellar", "10.0.0.2");

export const farms = {
  "limited-otherwise": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["consoles.example.org"] }],
    perAddress: {
      connections: 100,
      newConnections: "off",
      requests: 50,
      websockets: "off",
      wrongPasswords: 5,
      except: ["2001:db8:17::/48", "10.0.0.7"],
    },
    passwordDomains: ["consoles.example.org", "*.desk.example.org"],
    hairpins: ["172.30.71.252", "172.30.71.251"],
  },
  "behind-a-proxy": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org"] }],
    hairpins: ["172.30.71.252", "172.30.71.251"],
    behind: { addresses: ["2001:db8::/32", "10.0.0.7"], by: "proxy-protocol" },
  },
  "behind-a-list": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org"] }],
    rateLimit: { requests: 1000, seconds: 10 },
    hairpins: ["172.30.71.252", "172.30.71.251"],
    behind: { addresses: ["2001:db8::/32", "10.0.0.7"], by: "x-forwarded-for" },
  },
  none: { ...farm, accessLog: "failures" },
  "without-services": {
    ...farm,
    tls: { ...farm.tls, placeholder: "/var/lib/haproxy/certificates/placeholder-0123456789ab" },
  },
  "open-below-closed": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["*.example.org", "open.example.org", "blog.example.net"] }],
    tls: { ...farm.tls, clientChecked: ["*.example.org"] },
  },
  "partly-served": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["apps.example.org", "*.shops.example.org"] }],
    partly: [
      { domains: ["apps.example.org", "*.shops.example.org"], prefixes: ["/portal", "/console"] },
      { domains: ["consoles.example.org"], prefixes: ["/whoami"] },
    ],
    destinations: [
      {
        prefix: "/console",
        domains: ["apps.example.org"],
        stripped: true,
        deeper: ["/console/v1.0"],
      },
      {
        prefix: "/portal",
        domains: ["*.shops.example.org"],
        stripped: false,
        deeper: [],
      },
    ],
  },
  "one-router": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org", "www.example.org"] }],
  },
  http3: {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org"] }],
    http3: true,
    publicPorts: { https: 443 },
    subnet6: "fd12:3456:789a:70::/64",
  },
  "asked-of-the-front": {
    ...farm,
    routers: [home],
    domains: [
      {
        router: "router",
        domains: ["*.shops.example.org", "blog.example.org", "example.org", "one.shops.example.org"],
      },
    ],
    redirects: [
      { to: "blog.example.org", domains: ["old.example.net"] },
      { to: "example.org", domains: ["www.example.org", "www.shops.example.org"] },
    ],
    places: [
      { service: "blog", domain: "blog.example.org" },
      { service: "blog", domain: "example.org" },
      { service: "uploads", domain: "example.org", prefix: "/uploads" },
      { service: "shops", domain: "*.shops.example.org" },
      { service: "shops.till", domain: "one.shops.example.org", prefix: "/till" },
      { service: "shops", domain: "one.shops.example.org" },
    ],
    ownLimits: [
      { service: "shops", routers: ["router"], timeouts: { tunnel: 60 } },
      { service: "uploads", routers: ["router"], timeouts: { server: 900 }, bodyLimit: "2GiB" },
    ],
    maintenance: { allow: ["192.168.1.0/24", "2001:db8::/32"], retrySeconds: 300 },
    errorPages: {
      "404": "<h1>Geen pagina</h1>\n",
      "413": "<h1>Te groot: \"meer\" dan 2 GiB, 'helaas'</h1>",
      "503": "<h1>Even niet</h1>\n",
    },
    tls: { ...farm.tls, hstsDays: 2 },
  },
  hairpin: {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org"] }],
    monitor: "172.30.71.250",
    hairpins: ["172.30.71.252", "172.30.71.251"],
    rateLimit: { requests: 1000, seconds: 10 },
  },
  "two-routers": {
    ...farm,
    routers: [attic, home],
    domains: [
      { router: "attic", domains: ["*.example.org", "old.example.net"] },
      { router: "router", domains: ["*.shops.example.org", "blog.example.org"] },
    ],
  },
  "far-router": {
    ...farm,
    monitor: "172.30.71.250",
    routers: [home, cellar],
    domains: [
      { router: "cellar", domains: ["wiki.example.org"] },
      { router: "router", domains: ["blog.example.org"] },
    ],
  },
  "own-containers": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org"] }],
    containers: [
      {
        service: "shop",
        domains: ["*.shop.example.org", "shop.example.org"],
        host: "shop-7e8f9a0",
        port: 3000,
        probe: { kind: "http", path: "/health?deep=1", host: "shop.example.org:7544", status: 401 },
      },
      {
        service: "forum",
        domains: ["forum.example.org"],
        host: "forum-0a9f8e7",
        port: 80,
        probe: { kind: "http", path: "/" },
      },
      {
        service: "chat",
        domains: ["chat.example.org"],
        host: "chat-1a2b3c4",
        port: 9000,
        probe: { kind: "tcp" },
      },
    ],
  },
  "several-routers": {
    ...farm,
    routers: [home, cellar, far("barn", "10.0.0.3")],
    domains: [{ router: "cellar", domains: ["wiki.example.org"] }],
    spread: [
      {
        service: "blog",
        routers: ["cellar", "router"],
        domains: ["blog.example.org", "*.blog.example.org"],
        query: "?deep=1&all",
        sticky: false,
      },
      {
        service: "shop",
        routers: ["barn", "cellar", "router"],
        domains: ["shop.example.org", "*.shops.example.org"],
        pathPrefix: "/shop",
        sticky: true,
      },
      {
        service: "basket",
        routers: ["barn", "cellar", "router"],
        domains: ["shop.example.org", "basket.example.org"],
        pathPrefix: "/shop/basket",
        sticky: true,
      },
    ],
  },
  "http-2": {
    ...farm,
    routers: [home, cellar],
    domains: [
      { router: "router", domains: ["blog.example.org"] },
      { router: "router", domains: ["*.rpc.example.org", "rpc.example.org"], h2: true },
      { router: "cellar", domains: ["deep.example.org"], h2: true },
    ],
    spread: [
      {
        service: "store",
        routers: ["cellar", "router"],
        domains: ["store.example.org"],
        sticky: false,
        h2: true,
        grpc: true,
      },
    ],
  },
  six: {
    ...farm,
    subnet6: "fd12:3456:789a:70::/64",
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org"] }],
    admins: ["127.0.0.0/8", "172.30.70.1", "fd12:3456:789a:70::1"],
  },
  public: {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["*.consoles.example.org", "blog.example.org"] }],
    publicPorts: { https: 443 },
    rateLimit: { requests: 1000, seconds: 10 },
    tls: {
      list: "/var/lib/haproxy/taken/now/list",
      set: "/var/lib/haproxy/taken/now/name",
      former: "/var/lib/haproxy/certificates/former",
      placeholder: "/var/lib/haproxy/certificates/placeholder-0123456789ab",
      clientChecked: ["*.consoles.example.org"],
      hstsDays: 365,
    },
    issuer: { host: "prod-farm-issuer-1a2b3c4" },
    keeper: { host: "prod-farm-keeper-5d6e7f8" },
  },
  "two-issuers": {
    ...farm,
    routers: [home],
    domains: [{ router: "router", domains: ["blog.example.org"] }],
    issuer: { host: "prod-farm-issuer-1a2b3c4" },
    issuerPeer: { address: "192.168.1.12", port: 7070 },
  },
} satisfies Record<string, FarmConfig>;

/** Passwords of the users below; the hashes are of the lowest cost, or every test would wait for them. */
export const passwords = { anna: "open sesame", ben: "let me in" } as const;

const users = {
  ben: "$2y$04$n4.x88eAw6imMy1a/O9DFeFsa0ugYHDhfRHjgg/zxhJFInWJSx1XO",
  anna: "$2b$04$u23pOlCMlpfvDq7FBqht3.Sd/fkFIpUesXCD8DQ9o6cxzefiVd5iS",
};

const route: Route = {
  service: "blog",
  domains: ["blog.example.org"],
  stripPrefix: false,
  probe: { kind: "http", path: "/health" },
  farm: "172.30.71.254",
  addresses: { subnet: "172.30.71.0/24", gateway: "172.30.71.1" },
  sticky: false,
  askedOverWire: false,
  servers: ["prod-blog-0-1a2b3c4:8080", "prod-blog-1-5d6e7f8:8080"],
};

export const routes = {
  exact: route,
  "several-domains": { ...route, service: "journal", domains: ["a.example.org", "b.example.org"] },
  wildcard: { ...route, service: "shops", domains: ["*.shops.example.org"] },
  "exact-and-wildcard": { ...route, service: "fair", domains: ["fair.example.org", "*.fair.example.org"] },
  "led-here": {
    ...route,
    service: "site",
    domains: ["example.org", "*.example.org"],
    redirectedHere: ["www.example.org"],
  },
  prefix: { ...route, service: "portal", domains: ["apps.example.org"], pathPrefix: "/portal" },
  "prefix-stripped": {
    ...route,
    service: "console",
    domains: ["apps.example.org"],
    pathPrefix: "/console",
    stripPrefix: true,
  },
  sticky: { ...route, service: "basket", domains: ["basket.example.org"], sticky: true },
  "connections-kept": { ...route, keepAliveSeconds: 20 },
  "connections-not-kept": { ...route, keepAliveSeconds: 0 },
  unvisited: { ...route, service: "broker", domains: [], probe: { kind: "tcp" } },
  tcp: { ...route, service: "wiki", domains: ["wiki.example.org"], probe: { kind: "tcp" } },
  allowed: {
    ...route,
    service: "inner",
    domains: ["inner.example.org"],
    allow: ["192.168.1.0/24", "10.1.2.3", "2001:db8::/32"],
  },
  "asked-otherwise": {
    ...route,
    service: "tenants",
    domains: ["*.tenants.example.org"],
    probe: { kind: "http", path: "/login?next=%2F", host: "one.tenants.example.org:7544", status: 401 },
  },
  wired: { ...route, service: "wired", domains: ["wired.example.org"], askedOverWire: true },
  certified: {
    ...route,
    service: "vaults",
    domains: ["vaults.example.org"],
    onlyFarms: ["172.30.71.254", "10.0.0.1"],
    users,
    usersExcept: ["/hook"],
    addresses: {
      subnet: "172.30.71.0/24",
      subnet6: "fd12:3456:789a:71::/64",
      gateway: "172.30.71.1",
      gateway6: "fd12:3456:789a:71::1",
    },
  },
  guarded: { ...route, service: "guarded", domains: ["guarded.example.org"], users },
  "answers-changed": {
    ...route,
    responseHeaders: {
      "X-Frame-Options": "DENY",
      "X-Words": 'none of {{ env "PATH" }}',
      "Content-Security-Policy": "default-src 'self'; img-src *",
    },
    removeHeaders: ["X-Powered-By"],
    compress: true,
  },
  "signed-in": {
    ...route,
    service: "desk",
    domains: ["desk.example.org"],
    allow: ["192.168.1.0/24"],
    signIn: {
      server: "prod-auth-0-1a2b3c4:4180",
      path: "/oauth2/auth?x=1",
      headers: ["X-Auth-Request-User", "X-Desk-Role"],
    },
  },
  hooked: {
    ...route,
    service: "builds",
    domains: ["builds.example.org"],
    users,
    usersExcept: ["/webhook", "/api/v1.0/hook"],
  },
  "hooked-strictly": {
    ...route,
    service: "wall",
    domains: ["wall.example.org", "*.wall.example.org"],
    pathPrefix: "/wall",
    allow: ["192.168.1.0/24"],
    users,
    usersExcept: ["/wall/webhook"],
    askPreflights: true,
  },
  grpc: {
    ...route,
    service: "rpc",
    domains: ["rpc.example.org"],
    protocol: "h2c",
    probe: { kind: "grpc" },
    servers: ["prod-rpc-0-1a2b3c4:9000"],
  },
  https: { ...route, service: "panel", domains: ["*.panel.example.org"], protocol: "https" },
  "https-unasked": {
    ...route,
    service: "vault",
    domains: ["vault.example.org"],
    protocol: "https",
    probe: { kind: "tcp" },
  },
  "https-verified": {
    ...route,
    service: "vault",
    domains: ["vault.example.org"],
    protocol: "https",
    authority: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
    serverName: "vault.internal",
  },
  "allowed-guarded-stripped": {
    ...route,
    service: "office",
    domains: ["apps.example.org"],
    pathPrefix: "/office",
    stripPrefix: true,
    allow: ["192.168.1.0/24"],
    users,
  },
} satisfies Record<string, Route>;

export const publications = {
  http: { route, readySeconds: 60, drainSeconds: 5 },
  "http-wildcard": { route: routes.wildcard, readySeconds: 60, drainSeconds: 5 },
  "http-otherwise": { route: routes["asked-otherwise"], readySeconds: 60, drainSeconds: 5 },
  tcp: { route: routes.tcp, readySeconds: 30, drainSeconds: 0 },
  guarded: { route: routes.guarded, readySeconds: 60, drainSeconds: 5 },
  grpc: { route: routes.grpc, readySeconds: 60, drainSeconds: 5 },
  "several-ports": {
    route: { ...routes.https, service: "store" },
    also: [
      { ...routes.guarded, service: "store.console", servers: ["prod-blog-0-1a2b3c4:9001"] },
      { ...routes.tcp, service: "store.feed", servers: ["prod-blog-0-1a2b3c4:9002"] },
    ],
    readySeconds: 60,
    drainSeconds: 5,
  },
} satisfies Record<string, Publication>;

export const routerConfigs = {
  plain: { trusted: ["172.30.71.254"], dashboard: false, logLevel: "INFO", accessLog: "failures" },
  published: {
    trusted: ["172.30.71.254"],
    proxyProtocolFrom: "172.30.71.253",
    dashboard: false,
    logLevel: "WARN",
    accessLog: "all",
  },
  dashboard: {
    trusted: ["172.30.71.254", "192.168.1.2"],
    dashboard: true,
    logLevel: "DEBUG",
    accessLog: "failures",
  },
  discovering: {
    trusted: ["172.30.71.254"],
    discover: { environment: "staging", network: "network-bridge-1a2b3c4" },
    dashboard: false,
    logLevel: "INFO",
    accessLog: "failures",
  },
} satisfies Record<string, RouterConfig>;

const gate: GateConfig = {
  host: home.host,
  maxConnections: 2048,
  buffers: 6553,
  maxRequests: 2164,
  threads: 1,
  six: false,
  doors: ["web", "dashboard"],
};

export const gates = {
  gate,
  "gate-six": {
    ...gate,
    six: true,
    wire: {
      authority: "/var/lib/haproxy/wire/router-authority-0123456789ab",
      certificate: "/var/lib/haproxy/wire/router-certificate-0123456789ab",
      farms: ["10.0.0.1", "10.0.0.7"],
    },
  },
  "gate-wire": {
    ...gate,
    wire: {
      authority: "/var/lib/haproxy/wire/router-authority-0123456789ab",
      certificate: "/var/lib/haproxy/wire/router-certificate-0123456789ab",
      farms: ["10.0.0.1", "10.0.0.7"],
    },
  },
} satisfies Record<string, GateConfig>;

const port = {
  ...{ containers: ["git-0-1a2b3c4"], port: 22, proxyProtocol: false, readySeconds: 60, drainSeconds: 60 },
  ...{ maxConnections: 512, buffers: 1638, threads: 1, six: false },
};

const farDoor = (router: string, address: string) => ({
  ...{ router, name: "git-ssh", address },
  wire: {
    ...{ port: 88, name: `${router}.internal` },
    authority: `/var/lib/haproxy/wire/${router}-authority-0123456789ab`,
    certificate: `/var/lib/haproxy/wire/${router}-certificate-0123456789ab`,
  },
});

/** What doors of services' ports are shown. */
export const ports = {
  ssh: { ...port, readiness: { kind: "banner", startsWith: "SSH-" } },
  mail: {
    ...{
      ...port,
      containers: ["mail-0-1a2b3c4", "mail-1-5d6e7f8"],
      port: 25,
      proxyProtocol: true,
      six: true,
    },
    ...{ readiness: { kind: "tcp" }, allow: ["192.168.1.0/24", "2001:db8::/32"], drainSeconds: 0 },
  },
  elsewhere: {
    ...{ ...port, containers: [], proxyProtocol: true, readiness: { kind: "tcp" } },
    far: [farDoor("cellar", "10.0.0.2")],
  },
  "several-hosts": {
    ...{ ...port, readiness: { kind: "banner", startsWith: "SSH-" }, several: true },
    far: [farDoor("cellar", "10.0.0.2"), farDoor("shed", "fd00::2")],
  },
  "behind-gate": {
    ...{ ...port, containers: ["git-cellar-0-1a2b3c4"], proxyProtocol: true, several: true, six: true },
    ...{ readiness: { kind: "banner", startsWith: "SSH-" }, gate: "172.30.72.253" },
  },
} satisfies Record<string, PortChange>;

export const hairpins = {
  near: {
    publicPorts: { http: 7171, https: 7544 },
    door: { address: "172.30.71.254", http: 80, https: 443, tellsCaller: true },
  },
  far: {
    publicPorts: { http: 80, https: 443 },
    door: { address: "10.0.0.1", http: 7070, https: 7443, tellsCaller: false },
  },
  closed: { publicPorts: { http: 7171, https: 7544 } },
  "unusual-ports": {
    publicPorts: { http: 443, https: 8443 },
    door: { address: "172.30.71.254", http: 80, https: 443, tellsCaller: true },
  },
} satisfies Record<string, HairpinConfig>;
