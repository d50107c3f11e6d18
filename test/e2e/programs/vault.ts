import "./mark";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import {
  Backups,
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../../components";
import { keySecret, plantedSecret, repositorySecrets } from "./secrets";

/**
 * A service with secrets of every origin. As `leaking` it logs them all and never gets ready. Another one is backed up into
 * repositories of every kind.
 */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("vault");
const leaking = config.getBoolean("leaking");

const registries = {
  "registry.example.org": { user: "deploy", password: pulumi.secret(plantedSecret) },
};
const host = new DockerHost("infra", { kind: "local", registries });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik });
const generated = new RandomPassword("generated", { length: 24, special: false }).result;

const vault = new DomainService("vault", {
  router,
  domains: ["vault.example.org"],
  port: 8080,
  readySeconds: leaking ? 3 : 60,
  environment: {
    PLANTED: pulumi.secret(plantedSecret),
    KEY: pulumi.secret(keySecret),
    CONFIGURED: secretSetting("vault"),
    GENERATED: generated,
    PLAIN: leaking ? "second version" : "first version",
  },
  // The farm's image has a shell, which an application's log needs.
  ...(leaking
    ? { image: images.haproxy, command: ["sh", "-c", "echo cannot log in:; env; exec sleep 600"] }
    : { image: images.echo, readiness: { kind: "http", path: "/health" } }),
});
const notes = new DomainService("notes", {
  ...{ router, domains: ["notes.example.org"], image: images.echo, port: 8080 },
  volumes: [{ name: "data", path: "/data", backup: { kind: "files" } }],
});
// Nobody answers at these ports of the machine: they are told their keys nevertheless.
const nobody = network.addresses.gateway;
new Backups("backups", {
  network,
  of: [notes],
  repository: { kind: "directory", path: config.require("directory") },
  copies: [
    {
      ...{ kind: "rest", url: `http://${nobody}:9/prod`, user: "prod" },
      password: config.requireSecretObject<{ password: string }>("repository").password,
    },
    {
      ...{ kind: "s3", url: `http://${nobody}:9`, bucket: "prod", accessKey: "prod" },
      secretKey: pulumi.secret(repositorySecrets.s3),
    },
    {
      ...{ kind: "sftp", address: nobody, port: 9, user: "prod", path: "/srv/prod" },
      hostKey: "ssh-ed25519 AAAA",
      privateKey: pulumi.secret(repositorySecrets.sftp),
    },
  ],
  encryption: config.requireSecret("encryption"),
  ping: pulumi.secret(repositorySecrets.ping),
  image: config.require("restic"),
  sqliteImage: config.require("python"),
});
const farm = new HaproxyFarm("farm", { network, services: [vault, notes], image: images.haproxy, ...front });

export const { addresses, authority } = farm;
export const password = generated;
