import "../../test/e2e/programs/mark";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../components";

/** What the benchmarks change, from one measurement to the next. */
const config = new pulumi.Config("bench");
const count = config.getNumber("services") ?? 1;
const kind = config.get<"site" | "echo">("kind") ?? "echo";
const { hosts, farm: front, images } = loadSettings();

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  logLevel: config.get<"INFO" | "WARN">("routerLogLevel") ?? "INFO",
  publish: hosts.infra.routerPort,
  gateImage: images.haproxy,
  // The kernel counts what one user runs on the whole machine: the services are of the same number.
  limits: { processes: 8192 },
});

const services = Array.from(
  { length: count },
  (_, at) =>
    new DomainService(`service-${at + 1}`, {
      router,
      domains: [`service-${at + 1}.example.org`],
      image: images[kind],
      port: 8080,
      replicas: config.getNumber("replicas") ?? 1,
      // The first service is the one that changes.
      environment: { ANSWER: at === 0 ? (config.get("answer") ?? "first") : "first" },
      readiness: { kind: "http", path: "/health" },
      drainSeconds: config.getNumber("drainSeconds") ?? 5,
      readOnly: true,
      temporary: ["/tmp"],
    }),
);

const farm = new HaproxyFarm("farm", {
  network,
  services,
  ...front,
  // All of the load comes from one address.
  rateLimit: "off",
  perAddress: { connections: "off", newConnections: "off", requests: "off" },
  image: images.haproxy,
  timeouts: { server: config.getNumber("serverSeconds") ?? 300 },
});

export const { addresses, authority } = farm;
