import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  type DockerHostArgs,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  type HaproxyFarmArgs,
  type PrivatePort,
  TraefikRouter,
} from "homeport";

const config = new pulumi.Config();
const subnets = config.requireObject<{ here: string; other: string }>("subnets");
const images = config.requireObject<{ site?: string; traefik?: string; haproxy?: string }>("images");
const { site = "nginxinc/nginx-unprivileged:1.29.3-alpine", traefik: image, haproxy } = images;

const host = new DockerHost("here", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: subnets.here });
const router = new TraefikRouter("router", { network, image });

const other = new DockerHost("other", config.requireObject<DockerHostArgs>("other"));
const otherNetwork = new EnvironmentNetwork("other-network", { host: other, subnet: subnets.other });
const otherRouter = new TraefikRouter("other-router", {
  network: otherNetwork,
  image,
  gateImage: haproxy,
  // The farm is let in by its certificate, over TLS 1.3.
  publish: {
    ...config.requireObject<PrivatePort>("gate"),
    farms: config.requireObject<string[]>("farms"),
  },
});

const services = [
  new DomainService("here", { router, domains: ["here.example.org"], image: site, port: 8080 }),
  new DomainService("there", {
    router: otherRouter,
    domains: ["there.example.org"],
    image: site,
    port: 8080,
  }),
];

const ports = config.requireObject<HaproxyFarmArgs["ports"]>("ports");
const front = { ports, bindAddress: "127.0.0.1", image: haproxy };
export const { addresses, authority } = new HaproxyFarm("farm", { network, services, ...front });
