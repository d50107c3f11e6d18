import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  type DomainServiceArgs,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** Applications as people have them, which answer only what they expect: no setting of theirs was changed for us. */

const { hosts, farm: front, images } = loadSettings();
const wordpress = new pulumi.Config("asked").require("wordpress");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet, keepVolumes: false });
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  publish: hosts.infra.routerPort,
  gateImage: images.haproxy,
});

const blog = new DomainService("blog", {
  router,
  domains: ["blog.example.org"],
  image: wordpress,
  port: 80,
  limits: { memory: "512MiB" },
  // The database and the uploads: one container at a time.
  volumes: [{ name: "data", path: "/srv", backup: "none" }],
  readySeconds: 120,
});

const picky = (
  name: string,
  environment: Record<string, string>,
  more: Partial<DomainServiceArgs> = {},
): DomainService =>
  new DomainService(name, {
    router,
    domains: [`${name}.example.org`],
    image: images.echo,
    port: 8080,
    environment: { ANSWER: network.environment, ...environment },
    drainSeconds: 0,
    readySeconds: 20,
    ...more,
  });

const named = picky("named", { ONLY_NAME: "named.example.org", HTTPS_ONLY: "yes" });
const moved = picky("moved", { ROOT_LOCATION: "https://elsewhere.example.net/" });
const locked = picky(
  "locked",
  { ROOT_STATUS: "401", ONLY_NAME: "locked.example.org" },
  { readiness: { kind: "http", path: "/?from=check&x=%2F", status: 401 } },
);
const tenants = picky(
  "tenants",
  { ONLY_NAME: "one.tenants.example.org" },
  {
    domains: ["*.tenants.example.org"],
    readiness: { kind: "http", path: "/health", host: "one.tenants.example.org:7443" },
  },
);
const below = picky("below", { ONLY_PREFIX: "/below" }, { pathPrefix: "/below", stripPrefix: true });

const own = new docker.Container(
  "own",
  {
    image: images.echo,
    envs: ["ONLY_NAME=own.example.org", "HTTPS_ONLY=yes", "ROOT_STATUS=401", `ANSWER=${network.environment}`],
    networksAdvanced: [{ name: network.networkName }],
    mustRun: true,
  },
  host.options,
);

const farm = new HaproxyFarm("farm", {
  network,
  services: [
    blog,
    named,
    moved,
    locked,
    tenants,
    below,
    {
      name: "own",
      domains: ["own.example.org"],
      container: own,
      port: 8080,
      readiness: { kind: "http", path: "/", status: 401 },
    },
  ],
  image: images.haproxy,
  ...front,
  rateLimit: "off",
});

export const { addresses, authority } = farm;
