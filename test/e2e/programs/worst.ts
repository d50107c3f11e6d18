import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
  Database,
  DockerHost,
  DomainService,
  HaproxyFarm,
  loadSettings,
  secretSetting,
} from "../../../components";
import { machine, routerOn } from "./machines";

/** A home on two machines, each with backups: a service here with a secret in a file, a database on one over SSH. */
const { farm: front, images } = loadSettings();
const config = new pulumi.Config("worst");
const of = config.requireObject<Record<"postgres" | "python" | "restic", string>>("images");

const here = routerOn("here", new DockerHost("infra", { kind: "local" }));
const east = machine("east");

const ledger = new Database("ledger", {
  network: east.network,
  engine: { kind: "postgres", image: of.postgres },
});
const pages = new DomainService("pages", {
  router: here,
  domains: ["pages.example.org"],
  image: of.python,
  port: 8080,
  entrypoint: ["sh", "-c", "exec python3 -m http.server 8080 --directory /files"],
  files: [{ path: "/run/secrets/key", content: pulumi.secret("sesame"), mode: "0400" }],
  stopSeconds: 1,
  volumes: [{ name: "files", path: "/files", backup: { kind: "files" } }],
});

for (const [name, network, one] of [
  ["here", here.network, pages],
  ["east", east.network, ledger],
] as const)
  new Backups(`${name}-backups`, {
    network,
    of: [one],
    repository: {
      kind: "rest",
      url: `${config.require("server")}/${name}`,
      user: "home",
      password: secretSetting("server"),
    },
    encryption: secretSetting("encryption"),
    image: of.restic,
  });

export const { addresses, authority } = new HaproxyFarm("farm", {
  network: here.network,
  services: [pages],
  image: images.haproxy,
  ...front,
});
