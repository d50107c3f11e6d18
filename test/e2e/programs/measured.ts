import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
  Database,
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../../components";

/** Files, two databases, and backups of all: what benchmarks of data measure. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("measured");
const of = config.requireObject<Record<"postgres" | "mariadb" | "python" | "restic", string>>("images");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });

const store = new Database("store", {
  network,
  engine: { kind: "postgres", image: of.postgres },
  rehearsal: { scrub: "none" },
});
const ledger = new Database("ledger", {
  network,
  engine: { kind: "mariadb", image: of.mariadb },
  rehearsal: { scrub: "none" },
});
const pages = new DomainService("pages", {
  router,
  domains: ["pages.example.org"],
  image: of.python,
  port: 8080,
  entrypoint: ["python3", "-m", "http.server", "8080", "--directory", "/files"],
  stopSeconds: 1,
  volumes: [{ name: "files", path: "/files", backup: { kind: "files" } }],
});
new Backups("backups", {
  network,
  of: [pages, store, ledger],
  repository: { kind: "directory", path: config.require("repository") },
  encryption: secretSetting("encryption"),
  image: of.restic,
});

const served = [pages];
const farm = new HaproxyFarm("farm", { network, services: served, image: images.haproxy, ...front });
const summaries = describeServices(farm, served);

export { summaries as services };
export const { addresses, authority } = farm;
