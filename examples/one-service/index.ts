import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  type HaproxyFarmArgs,
  TraefikRouter,
} from "homeport";

const config = new pulumi.Config();
const images = config.requireObject<{ site?: string; haproxy?: string; traefik?: string }>("images");

const host = new DockerHost("here", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: config.require("subnet") });
const router = new TraefikRouter("router", { network, image: images.traefik });

const site = new DomainService("site", {
  router,
  domains: ["site.example.org"],
  image: images.site ?? "nginxinc/nginx-unprivileged:1.29.3-alpine",
  port: 8080,
  replicas: 2,
});

const farm = new HaproxyFarm("farm", {
  network,
  services: [site],
  ports: config.requireObject<HaproxyFarmArgs["ports"]>("ports"),
  bindAddress: "127.0.0.1",
  image: images.haproxy,
});

export const { addresses, authority } = farm;
