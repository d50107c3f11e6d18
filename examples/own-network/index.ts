import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { DockerHost, EnvironmentNetwork, HaproxyFarm, type HaproxyFarmArgs } from "homeport";

const config = new pulumi.Config();
const images = config.requireObject<{ shop?: string; haproxy?: string }>("images");

// What was there before: the last addresses of the network are nobody's, the farm takes one of them.
const subnet = "172.30.94.0/24";
const bridge = new docker.Network("shops", { ipamConfigs: [{ subnet, ipRange: "172.30.94.0/25" }] });
const shop = new docker.Container("shop", {
  image: images.shop ?? "nginxinc/nginx-unprivileged:1.29.3-alpine",
  networksAdvanced: [{ name: bridge.name }],
  restart: "unless-stopped",
  memory: 128,
  destroyGraceSeconds: 10,
});

const host = new DockerHost("here", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet, existing: bridge.name });
const farm = new HaproxyFarm("farm", {
  network,
  services: [{ name: "shop", domains: ["shop.example.org"], container: shop, port: 8080 }],
  ports: config.requireObject<HaproxyFarmArgs["ports"]>("ports"),
  bindAddress: "127.0.0.1",
  image: images.haproxy,
});

export const { addresses, authority } = farm;
