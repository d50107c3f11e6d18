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
import { padOn } from "./padOn";

/** An application and a farm, both here. */
const { hosts, farm: front, images } = loadSettings();

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });

/** Serves whatever becomes of the application. */
const steady = new DomainService("steady", {
  router,
  domains: ["steady.example.org"],
  image: images.echo,
  port: 8080,
  readiness: { kind: "http", path: "/health" },
});
const pad = new pulumi.Config("pad").get("out") === undefined ? padOn(router) : undefined;

export const { addresses, authority } = new HaproxyFarm("farm", {
  network,
  services: [steady, ...(pad?.services ?? [])],
  image: images.haproxy,
  ...front,
  rateLimit: "off",
});
export const deploys = pad?.deploys;
