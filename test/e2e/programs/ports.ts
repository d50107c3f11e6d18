import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  loadSettings,
  PortService,
  TraefikRouter,
} from "../../../components";
import { dnsImage, gitImage } from "../../images/tags";

/** Git over SSH: by containers that run beside each other, and by one that cannot. */
const { hosts, images, portOffsets } = loadSettings();
const config = new pulumi.Config("ports");
const network = new EnvironmentNetwork("network", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const router = new TraefikRouter("router", { network, image: images.traefik });

const server = {
  router,
  image: gitImage,
  readiness: { kind: "tcp" },
  environment: { VERSION: config.get("version") ?? "first", PORT: config.get("listens") ?? "22" },
  port: config.getNumber("listens") ?? 22,
  drainSeconds: 0,
} as const;
const shared = new DomainService("shared", {
  ...server,
  domains: ["shared.example.org"],
  volumes: [{ name: "data", path: "/srv/git", shared: true, backup: "none" }],
});
const alone = new DomainService("alone", {
  ...server,
  domains: ["alone.example.org"],
  volumes: [{ name: "data", path: "/srv/git", backup: "none" }],
});

new DomainService("names", {
  router,
  domains: [],
  image: dnsImage,
  port: 53,
  readiness: { kind: "tcp" },
  readySeconds: 20,
  environment: { ADDRESS: config.get("address") ?? "192.0.2.1" },
  command: config.get("command") === undefined ? undefined : ["sleep", "1000"],
  udp: [{ port: 53, at: { address: "127.0.0.1", port: 27053 + portOffsets.farm } }],
});

if (config.get("fault") === "told") pulumi.log.error("a fault that ends nothing");
if (config.get("fault") === "thrown") throw new TypeError("the program's own fault");

const ssh = {
  port: 22,
  readiness: { kind: "banner", startsWith: "SSH-" },
  image: images.haproxy,
  readySeconds: 20,
  drainSeconds: 60,
} as const;
const at = (port: number) => ({ address: "127.0.0.1", port: port + portOffsets.farm });
new PortService("shared-ssh", { ...ssh, service: shared, at: at(27022) });
const proxyProtocol = config.getBoolean("proxy");
new PortService("alone-ssh", { ...ssh, service: alone, at: at(27023), proxyProtocol });
