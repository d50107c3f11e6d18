import "./mark";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../../components";
import type { ReviewedChange } from "./reviewedChanges";

/** A small home whose changes are recorded for the notes in merge requests: `scenario:change` names one. */
const change = new pulumi.Config("scenario").get<ReviewedChange>("change");
const changes = (one: ReviewedChange) => change === one;
/** A merge request that changes several things at once. */
const several = changes("several");
const { hosts, farm: front, images } = loadSettings();

const host = new DockerHost("infra", hosts.infra.host);
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  gateImage: images.haproxy,
  publish: hosts.infra.routerPort,
});
const elsewhere = () => {
  const apps = new DockerHost("apps", { kind: "local", endpoint: "unix:///run/docker.sock" });
  const there = new EnvironmentNetwork("apps-network", { host: apps, subnet: "172.28.79.0/24" });
  return new TraefikRouter("apps-router", {
    network: there,
    image: images.traefik,
    gateImage: images.haproxy,
    publish: { address: "192.0.2.10", port: 2099, farms: ["192.0.2.9"] },
  });
};
const password = new RandomPassword("password", { length: 24, special: false });
const echo = { router, image: images.echo, port: 8080, limits: { memory: "64MiB" } } as const;
const newImage = `${images.site.replace(/:.*/, "")}:2@sha256:${"4f8b1c2d".repeat(8)}`;

const services = [
  new DomainService("blog", {
    router: changes("moved") ? elsewhere() : router,
    domains: ["blog.example.org", ...(changes("domain") ? ["journal.example.org"] : [])],
    image: changes("image") || several ? newImage : images.site,
    port: 8080,
    replicas: changes("scale-down") ? 1 : 2,
    readOnly: true,
    temporary: ["/tmp"],
    limits: { memory: changes("memory") ? "2GiB" : "128MiB" },
  }),
  new DomainService("notes", {
    ...echo,
    domains: ["notes.example.org"],
    environment: changes("stop-first") || several ? { GREETING: "hello" } : {},
    volumes: changes("volume-removed") ? [] : [{ name: "data", path: "/data" }],
  }),
  ...(changes("service-removed") || several
    ? []
    : [
        new DomainService("vault", {
          ...echo,
          domains: ["vault.example.org"],
          environment: { SECRET: secretSetting("vault"), PASSWORD: password.result },
          users: { anna: password.bcryptHash },
        }),
      ]),
  ...(changes("new-service") || several
    ? [
        new DomainService("wiki", {
          ...echo,
          domains: ["wiki.example.org"],
          environment: { TOKEN: secretSetting("vault") },
          replicas: 2,
          limits: { memory: "512MiB" },
        }),
      ]
    : []),
];

const farm = new HaproxyFarm("farm", { network, services, image: images.haproxy, ...front });
if (changes("broken")) throw new Error(`a program that tells ${process.env.PULUMI_CONFIG_PASSPHRASE}`);

export const { addresses } = farm;
export const key = secretSetting("vault");
