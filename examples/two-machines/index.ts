import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
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
const other = new DockerHost("other", config.requireObject<DockerHostArgs>("other"));
const otherNetwork = new EnvironmentNetwork("other-network", { host: other, subnet: subnets.other });

const routers = {
  here: new TraefikRouter("router", { network, image }),
  other: new TraefikRouter("other-router", {
    network: otherNetwork,
    image,
    gateImage: haproxy,
    publish: {
      ...config.requireObject<PrivatePort>("gate"),
      farms: config.requireObject<string[]>("farms"),
    },
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

/** Each machine's sets are on the other one, where they can only be added, and once more in a third place. */
const servers = config.requireObject<Record<keyof typeof routers | "third", string>>("servers");
const encryption = config.requireSecret("encryption");
const password = config.requireSecret("password");
for (const [name, router] of Object.entries(routers)) {
  const of = services.filter((one) => one.routers.includes(router));
  if (of.length > 0)
    new Backups(`${name}-backups`, {
      network: router.network,
      of,
      repository: {
        kind: "rest",
        url: `${name === "here" ? servers.other : servers.here}/${name}`,
        user: name,
        password,
      },
      copies: [{ kind: "rest", url: `${servers.third}/${name}`, user: name, password }],
      encryption,
      schedule: { everyMinutes: 15 },
      prune: "elsewhere",
    });
}

const ports = config.requireObject<HaproxyFarmArgs["ports"]>("ports");
const front = { ports, bindAddress: "127.0.0.1", image: haproxy };
export const { addresses, authority } = new HaproxyFarm("farm", { network, services, ...front });
