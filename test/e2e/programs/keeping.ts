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

/** A service with data, which leaves the program and comes back, beside one without any. */
const { hosts, farm: front, images } = loadSettings();
const isOut = new pulumi.Config("keeping").getBoolean("out");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });
const common = { router, image: images.echo, port: 8080, environment: { WHOAMI_PORT_NUMBER: "8080" } };

const web = new DomainService("web", { ...common, domains: ["web.example.org"] });
const notes = () =>
  new DomainService("notes", {
    ...common,
    domains: ["notes.example.org"],
    volumes: [{ name: "data", path: "/data" }],
  });
const services = isOut ? [web] : [web, notes()];

export const { addresses } = new HaproxyFarm("farm", { network, services, image: images.haproxy, ...front });
