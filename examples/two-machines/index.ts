import * as pulumi from "@pulumi/pulumi";
import { DockerHost, DomainService, EnvironmentNetwork, HaproxyFarm, TraefikRouter } from "homeport";
import { backUp } from "./backups";

const config = new pulumi.Config();
const subnets = config.requireObject<{ here: string; other: string }>("subnets");
const images = config.requireObject<{ site?: string; traefik?: string; haproxy?: string }>("images");
const { site = "nginxinc/nginx-unprivileged:1.29.3-alpine", traefik: image, haproxy } = images;

const host = new DockerHost("here", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: subnets.here });
const other = new DockerHost("other", config.requireObject("other"));
const otherNetwork = new EnvironmentNetwork("other-network", { host: other, subnet: subnets.other });

const routers = {
  here: new TraefikRouter("router", { network, image }),
  other: new TraefikRouter("other-router", {
    network: otherNetwork,
    image,
    gateImage: haproxy,
    publish: config.requireObject("gate"),
  }),
};

/** Which machine has which service: after `homeport move wiki --to here`, this line says so too. */
const places = { blog: "here", wiki: "other" } as const satisfies Record<string, keyof typeof routers>;

const services = Object.entries(places).map(
  ([name, place]) =>
    new DomainService(name, {
      router: routers[place],
      domains: [`${name}.example.org`],
      image: site,
      port: 8080,
      volumes: [{ name: "data", path: "/data", backup: { kind: "files" } }],
    }),
);

backUp("here", routers.here, services);
backUp("other", routers.other, services);

export const { addresses, authority } = new HaproxyFarm("farm", {
  network,
  services,
  ports: config.requireObject("ports"),
  bindAddress: "127.0.0.1",
  image: haproxy,
});
