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

/** A service on one or several routers, as the settings say; one engine stands for the host of each, and the farm's. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("spread");
const version = config.get("version") ?? "first";

const near = new EnvironmentNetwork("near", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const here = new TraefikRouter("here", { network: near, image: images.traefik });

function farRouter(name: string, subnet: string): TraefikRouter {
  const host = new DockerHost(`${name}-host`, { kind: "local" });
  const network = new EnvironmentNetwork(`${name}-network`, { host, subnet });
  const { gateway: address } = network.addresses;
  return new TraefikRouter(name, {
    network,
    image: images.traefik,
    gateImage: images.haproxy,
    publish: { address, port: 2090, farms: [address] },
  });
}
const routers: Record<string, TraefikRouter> = {
  here,
  east: farRouter("east", "172.28.72.0/24"),
  west: farRouter("west", "172.28.73.0/24"),
};

const web = new DomainService("web", {
  router: (config.getObject<string[]>("routers") ?? ["east"]).map((name) => routers[name] ?? here),
  domains: ["web.example.org"],
  image: images.echo,
  port: 8080,
  readiness: { kind: "http", path: "/health" },
  environment: { ANSWER: version },
});
const farm = new HaproxyFarm("farm", {
  network: near,
  services: [web],
  image: images.haproxy,
  ...front,
  // Many visitors come from one address.
  rateLimit: "off",
});

export const { addresses, authority } = farm;
