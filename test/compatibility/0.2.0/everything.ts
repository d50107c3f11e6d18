import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import {
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../../components";

/** A home that uses every option of every component, and secrets of every origin. */

const { hosts, farm: front } = loadSettings();

const host = new DockerHost("attic", { kind: "local", endpoint: "ssh://attic.example.org" });
const network = new EnvironmentNetwork("lan", { host, subnet: hosts.infra.subnet });
const published = new TraefikRouter("cellar", {
  network,
  publish: hosts.infra.routerPort,
  dashboard: { address: hosts.infra.routerPort.address, port: 8088 },
  gateImage: "registry.example.org/haproxy:3.2",
  limits: { memory: "128MiB" },
  logLevel: "WARN",
});
// Undefined is what a setting that nobody made reads as.
const hidden = new TraefikRouter("chest", { network, limits: { memory: undefined } });

const barn = new DockerHost("barn", { kind: "local", endpoint: "ssh://barn.example.org" });
const far = new TraefikRouter("stable", {
  network: new EnvironmentNetwork("meadow", { host: barn, subnet: "172.30.95.0/24" }),
  publish: { address: "10.0.0.3", port: 88, farms: ["10.0.0.1"] },
});

const password = new random.RandomPassword("password", { length: 20 });

const shop = new DomainService("shop", {
  router: published,
  domains: ["shop.example.org", "*.shop.example.org"],
  pathPrefix: "/shop",
  stripPrefix: true,
  image: "registry.example.org/shop:1.0",
  port: 3000,
  command: ["serve", "--verbose"],
  environment: {
    // Names that some languages sort otherwise than others.
    DAY: "1",
    CHARSET: "utf-8",
    IN_PROGRAM: pulumi.secret("secret-in-program"),
    IN_SETTINGS: secretSetting("shop"),
    GENERATED: pulumi.interpolate`postgres://shop:${password.result}@db`,
  },
  volumes: [{ name: "uploads", path: "/uploads", shared: true, backup: "restic, every night" }],
  replicas: 2,
  healthCommand: ["check", "me"],
  readiness: { kind: "tcp" },
  readySeconds: 90,
  limits: { memory: "1GiB", cpus: 0.5, processes: 50 },
  drainSeconds: 9,
  stickySessions: true,
  user: "1000:1000",
  readOnly: true,
  temporary: ["/tmp"],
  capabilities: ["CAP_NET_BIND_SERVICE"],
});

const office = new DomainService("office", {
  router: hidden,
  domains: ["office.example.org"],
  image: "nginx:1.29.3-alpine",
  port: 80,
  allow: ["192.168.1.0/24", "2001:db8::/32"],
  users: {
    anna: password.bcryptHash,
    ben: secretSetting("user"),
    eve: `$2b$10$${"hash/in/program".padEnd(53, ".")}`,
  },
});

const database = new DomainService("database", {
  router: hidden,
  domains: ["database.example.org"],
  image: "postgres:18.1",
  port: 5432,
  clientAuthority: "-----BEGIN CERTIFICATE-----",
  volumes: [
    { name: "data", path: "/var/lib/postgresql" },
    { name: "backup", path: "/backup", shared: true },
  ],
});

const plain = new DomainService("plain", {
  router: hidden,
  domains: ["plain.example.org"],
  image: "nginx:1.29.3-alpine",
  port: 80,
  readySeconds: undefined,
  drainSeconds: undefined,
  limits: { memory: undefined, cpus: undefined },
});

const spare = new random.RandomPassword("spare", { length: 20 });
const mirror = new DomainService("mirror", {
  router: [hidden, far],
  domains: ["mirror.example.org"],
  image: "nginx:1.29.3-alpine",
  port: 80,
  environment: { TOKEN: spare.result },
  volumes: [{ name: "cache", path: "/cache", shared: true, perHost: true }],
  replicas: 2,
  allow: ["192.168.1.0/24"],
  users: { anna: spare.bcryptHash },
  stickySessions: true,
});

const all = [shop, office, database, plain, mirror];
const farm = new HaproxyFarm("front", {
  network,
  services: all,
  ...front,
  publicPorts: { http: 80, https: 443 },
  certificates: { source: "authority", lifetimeDays: 90, renewDays: 30 },
  hstsDays: 30,
  timeouts: { server: 30, client: undefined },
  maxConnections: 100,
  limits: { memory: "64MiB", processes: undefined },
});

export const { addresses, authority } = farm;
export const services = describeServices(farm, all);
