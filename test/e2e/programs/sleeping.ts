import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  Application,
  DockerHost,
  DomainService,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../../components";

/** A farm and an application here, with what it waits for, data and a job; and a service on a machine over SSH. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("sleeping");
const { address = "", hostKey = "" } = config.requireObject<Record<string, string>>("east");

const near = new EnvironmentNetwork("near", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const here = new TraefikRouter("here", { network: near, image: images.traefik, gateImage: images.haproxy });
const far = new EnvironmentNetwork("far", {
  host: new DockerHost("east", {
    kind: "ssh",
    address,
    hostKey,
    user: "root",
    key: { from: "value", privateKey: secretSetting("key") },
  }),
  subnet: "172.28.72.0/24",
});
const there = new TraefikRouter("there", {
  network: far,
  image: images.traefik,
  gateImage: images.haproxy,
  publish: { address, port: 88, farms: [config.require("farmAddress")] },
});

const common = { image: images.echo, environment: { ANSWER: config.get("answer") ?? "first" } };
/** What waits, and ends at once when it is told to. */
const waiting = "trap 'exit 0' TERM; while :; do sleep 1 & wait; done";
const desk = new Application("desk", {
  router: here,
  volumes: { data: { backup: "none" } },
  containers: {
    store: {
      image: images.haproxy,
      user: "0:0",
      entrypoint: ["sh", "-c"],
      command: [waiting],
      health: { command: ["test", "-s", "/data/prepared"] },
      mounts: [{ volume: "data", path: "/data" }],
    },
    app: {
      ...common,
      after: { store: "healthy" },
      web: { domains: ["desk.example.org"], port: 8080, readiness: { kind: "http", path: "/health" } },
    },
  },
  jobs: { prepare: { like: "store", command: ["date >> /data/prepared"] } },
});
const eastern = new DomainService("eastern", {
  ...common,
  router: there,
  domains: ["eastern.example.org"],
  port: 8080,
  readiness: { kind: "http", path: "/health" },
  volumes: [{ name: "data", path: "/data", backup: "none" }],
});
const services = [...desk.services, eastern];
const farm = new HaproxyFarm("farm", {
  network: near,
  services,
  image: images.haproxy,
  ...front,
});

export const { addresses, authority } = farm;
const summaries = describeServices(farm, services);

export { summaries as services };
