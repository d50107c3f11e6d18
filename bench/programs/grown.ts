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

/** A farm on its host with a router and a service, and further hosts with a router, a gate and a service each: all on one engine. */

const config = new pulumi.Config("bench");
const { hosts, farm: front, images } = loadSettings();
// The kernel counts what one user runs on the whole machine: all routers are of the same number.
const limits = { processes: 8192 };

const near = new EnvironmentNetwork("network", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const router = new TraefikRouter("router", { network: near, image: images.traefik, limits });

const serve = (number: number, at: TraefikRouter) =>
  new DomainService(`service-${number}`, {
    router: at,
    domains: [`service-${number}.example.org`],
    image: images.echo,
    port: 8080,
    environment: { ANSWER: number === 1 ? (config.get("answer") ?? "first") : "first" },
    readiness: { kind: "http", path: "/health" },
    drainSeconds: 0,
  });

const further = config.requireObject<string[]>("further").map((subnet, at) => {
  const host = new DockerHost(`host-${at + 1}`, { kind: "local" });
  const network = new EnvironmentNetwork(`network-${at + 1}`, { host, subnet });
  const { gateway } = network.addresses;
  return new TraefikRouter(`router-${at + 1}`, {
    network,
    image: images.traefik,
    gateImage: images.haproxy,
    publish: { address: gateway, port: 22613, farms: [gateway] },
    limits,
  });
});

const farm = new HaproxyFarm("farm", {
  network: near,
  services: [serve(1, router), ...further.map((one, at) => serve(at + 2, one))],
  ...front,
  // All of the load comes from one address.
  rateLimit: "off",
  perAddress: { connections: "off", newConnections: "off", requests: "off" },
  image: images.haproxy,
});

export const { authority } = farm;
