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

/** A service with files, a database, and backups of both: in two environments that differ by their settings alone. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("rehearsing");
const of = config.requireObject<Record<"postgres" | "python" | "restic", string>>("images");
const scrub = config.get("scrub");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });

const store = new Database("store", {
  network,
  engine: { kind: "postgres", image: of.postgres },
  ...(scrub !== undefined && { rehearsal: { scrub, holds: "SELECT count(*) > 0 FROM people" } }),
});
const pages = new DomainService(
  "pages",
  {
    router,
    domains: ["pages.example.org"],
    image: of.python,
    port: 8080,
    entrypoint: [
      "sh",
      "-c",
      "[ ! -e /files/broken ] || exec sleep 100000; exec python3 -m http.server 8080 --directory /files",
    ],
    stopSeconds: 1,
    volumes: [{ name: "files", path: "/files", backup: { kind: "files" } }],
  },
  { dependsOn: store },
);
const plans =
  config.get("more") === undefined
    ? []
    : [
        new DomainService("plans", {
          router,
          domains: ["plans.example.org"],
          image: of.python,
          port: 8080,
          entrypoint: ["sh", "-c", "exec python3 -m http.server 8080 --directory /files"],
          stopSeconds: 1,
          volumes: [{ name: "files", path: "/files", backup: { kind: "files" } }],
        }),
      ];
new Backups("backups", {
  network,
  of: [pages, store, ...plans],
  repository: { kind: "directory", path: config.require("repository") },
  encryption: secretSetting("encryption"),
  image: of.restic,
});

const served = [pages, ...plans];
const farm = new HaproxyFarm("farm", { network, services: served, image: images.haproxy, ...front });
const summaries = describeServices(farm, served);

export { summaries as services };
export const { addresses, authority } = farm;
