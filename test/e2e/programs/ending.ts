import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** Services that write something when they end, which takes longer than a container has by default. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("ending");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });

const service = (name: string, shared: boolean) =>
  new DomainService(name, {
    router,
    domains: [`${name}.example.org`],
    image: config.require("image"),
    port: 8080,
    command: ["tini"],
    environment: {
      DATA: "/data",
      FLUSH: "13",
      VERSION: config.require("version"),
      BROKEN: shared ? "" : (config.get("broken") ?? ""),
    },
    volumes: [{ name: "data", path: "/data", shared }],
    readySeconds: 5,
    drainSeconds: 0,
    stopSeconds: config.getNumber("stopSeconds"),
  });
const services = [service("base", false), service("web", true)];

export const { addresses } = new HaproxyFarm("farm", { network, services, image: images.haproxy, ...front });
