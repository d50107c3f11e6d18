import * as pulumi from "@pulumi/pulumi";
import "./mark";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  loadSettings,
  PortService,
  TraefikRouter,
} from "../../../components";
import { gitImage } from "../../images/tags";

/** Git over SSH on other hosts than its ports, which one engine stands for: by one, and by two at once. */
const { hosts, images } = loadSettings();
const config = new pulumi.Config("ports");
const network = new EnvironmentNetwork("near", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});

function routerOn(name: string, subnet: string): TraefikRouter {
  const host = new DockerHost(`${name}-host`, { kind: "local" });
  const far = new EnvironmentNetwork(`${name}-network`, { host, subnet });
  const { gateway: address } = far.addresses;
  return new TraefikRouter(name, {
    network: far,
    image: images.traefik,
    gateImage: images.haproxy,
    publish: { address, port: 2090, farms: [address] },
  });
}
const routers = {
  east: routerOn("east", "172.28.72.0/24"),
  west: routerOn("west", "172.28.73.0/24"),
};

const server = {
  image: gitImage,
  readiness: { kind: "tcp" },
  environment: { VERSION: config.get("version") ?? "first", PORT: config.get("listens") ?? "22" },
  port: config.getNumber("listens") ?? 22,
  drainSeconds: 0,
  stopSeconds: 2,
} as const;
const both = new DomainService("both", {
  ...server,
  router: (config.getObject<("east" | "west")[]>("routers") ?? ["east"]).map((name) => routers[name]),
  domains: ["both.example.org"],
});
const alone = new DomainService("alone", {
  ...server,
  router: routers.east,
  domains: ["alone.example.org"],
  volumes: [{ name: "data", path: "/srv/git", backup: "none" }],
});

const ssh = {
  network,
  port: 22,
  readiness: { kind: "banner", startsWith: "SSH-" },
  image: images.haproxy,
  readySeconds: 30,
  drainSeconds: 60,
} as const;
new PortService("both-ssh", { ...ssh, service: both, at: { address: "127.0.0.1", port: 27025 } });
new PortService("alone-ssh", { ...ssh, service: alone, at: { address: "127.0.0.1", port: 27026 } });
