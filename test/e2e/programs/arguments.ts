import * as pulumi from "@pulumi/pulumi";
import "./mark";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** Services with every argument that becomes one of a container, in the forms in which people write it. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("arguments");

const network = new EnvironmentNetwork("network", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  gateImage: images.haproxy,
  publish: { address: "127.0.0.1", port: 2090 },
  dashboard: { address: "127.0.0.1", port: 2091 },
  limits: { memory: "1GiB", cpus: 0.75, processes: 2000 },
  logLevel: "WARN",
  accessLog: "all",
});
const common = { router, port: 8080 };

const full = new DomainService("full", {
  ...common,
  domains: ["full.example.org", "*.full.example.org"],
  image: images.echo,
  environment: { Z: "last", A: "first", EMPTY: "", BLANK: "a b", QUOTES: `"'=$` },
  volumes: [
    { name: "data", path: "/srv/data/" },
    { name: "cache", path: "/srv//cache" },
  ],
  healthCommand: ["/echo", "health"],
  limits: { memory: "100MiB", reservation: "40MiB", cpus: 0.15, processes: 200 },
  user: "65534:65534",
  readOnly: true,
  temporary: [
    "/tmp/",
    "/run//homeport",
    { path: "/var/tmp" },
    { path: "/opt", exec: true, size: "16MiB", mode: "0750" },
  ],
  stopSeconds: 25,
  stopSignal: "SIGINT",
  hostname: "full",
  hosts: { "db.example.org": "10.0.0.5", alone: pulumi.output("10.0.0.6"), machine: "host-gateway" },
  capabilities: ["net_bind_service", "CAP_CHOWN", "Cap_Setuid", "CHOWN"],
});
const plain = new DomainService("plain", {
  ...common,
  domains: ["plain.example.org"],
  image: config.require("untagged"),
  limits: { memory: "1GiB", cpus: 1 / 3 },
  user: "0:0",
  readOnly: false,
  temporary: [],
  volumes: [],
  environment: {},
  capabilities: ["kill"],
});
const shared = new DomainService("shared", {
  ...common,
  domains: ["shared.example.org"],
  image: images.echo,
  user: "0:0",
  replicas: 2,
  volumes: [{ name: "files", path: "/files", shared: true }],
});
const reader = new DomainService("reader", {
  ...common,
  domains: ["reader.example.org"],
  image: images.echo,
  volumes: [
    { name: "files", path: "/there", of: shared, readOnly: true },
    { name: "own", path: "/own", shared: true, readOnly: false },
  ],
});
const none = new DomainService("none", {
  ...common,
  domains: ["none.example.org"],
  image: config.require("id"),
  limits: { cpus: 1.5 },
  user: "65534",
  capabilities: [],
});

export const farm = new HaproxyFarm("farm", {
  network,
  services: [full, plain, shared, reader, none],
  image: images.haproxy,
  ...front,
  limits: { memory: "512MiB", cpus: 1.25, processes: 300 },
  maxConnections: 500,
  accessLog: "failures",
}).addresses;
