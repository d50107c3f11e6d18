import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../components";

/** A small home, whose certificates come from wherever the settings say. */

const { hosts, farm: front, images } = loadSettings();
const names = new pulumi.Config("scenario").getObject<string[]>("names") ?? ["shop.example.org"];

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  publish: hosts.infra.routerPort,
  gateImage: images.haproxy,
});

const echo = {
  router,
  image: images.echo,
  port: 8080,
  environment: { ANSWER: network.environment },
  readiness: { kind: "http", path: "/health" },
  drainSeconds: 2,
} as const;
const blog = new DomainService("blog", { ...echo, domains: ["blog.example.org"] });
const shop = new DomainService("shop", { ...echo, domains: names });

const farm = new HaproxyFarm("farm", {
  network,
  services: [blog, shop],
  image: images.haproxy,
  ...front,
  // The tests ask from one address for more than any visitor does.
  rateLimit: "off",
});

export const { addresses, authority } = farm;
