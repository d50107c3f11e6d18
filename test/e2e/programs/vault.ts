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
import { keySecret, plantedSecret } from "./secrets";

/** A service with secrets of every origin. As `leaking` it logs them all and never gets ready. */
const { hosts, farm: front, images } = loadSettings();
const leaking = new pulumi.Config("vault").getBoolean("leaking");

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
const farm = new HaproxyFarm("farm", { network, services: [vault], image: images.haproxy, ...front });

export const { addresses, authority } = farm;
export const password = generated;
