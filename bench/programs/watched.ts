import "../../test/e2e/programs/mark";
import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  Monitor,
  MonitorPage,
  TraefikRouter,
} from "../../components";
import { frail } from "../../test/sandbox/fixtures/monitor/frail";

/** Ten services of one host, backups and a page beside them, one service of another host, and a monitor by its defaults. */

const config = new pulumi.Config("bench");
const { hosts, farm: front, images, monitor: watching } = loadSettings();
if (watching === undefined) throw new Error("homeport:monitor is not set");

const near = new EnvironmentNetwork("network", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const router = new TraefikRouter("router", { network: near, image: images.traefik });

/** The same engine, reached by the published port of its gate alone. */
const far = new EnvironmentNetwork("far", {
  host: new DockerHost("cellar", { kind: "local" }),
  subnet: config.require("far"),
});
const farRouter = new TraefikRouter("far-router", {
  network: far,
  image: images.traefik,
  gateImage: images.haproxy,
  publish: { address: far.addresses.gateway, port: 22613, farms: [far.addresses.gateway] },
});

const serve = (name: string, at = router) =>
  new DomainService(name, {
    router: at,
    domains: [`${name}.example.org`],
    image: images.echo,
    port: 8080,
    readiness: { kind: "http", path: "/health" },
  });
const nine = Array.from({ length: 9 }, (_, at) => serve(`service-${at + 1}`));
const notes = new DomainService("notes", {
  router,
  domains: ["notes.example.org"],
  image: config.require("python"),
  port: 8080,
  command: ["python3", "-c", frail],
  limits: { memory: "48MiB" },
  readiness: { kind: "http", path: "/" },
  volumes: [{ name: "files", path: "/files", backup: { kind: "files" } }],
});
const watch = new MonitorPage("watch", { router, ...watching.page });
const services = [...nine, notes, watch, serve("further", farRouter)];

const backups = new Backups("backups", {
  network: near,
  of: [notes],
  // Nobody is there: that there is no set yet is told after an hour.
  repository: {
    kind: "rest",
    url: `http://${near.addresses.gateway}:1/bench`,
    user: "bench",
    password: "bench",
  },
  encryption: "bench",
  image: config.require("restic"),
});
const farm = new HaproxyFarm("farm", { network: near, services, backups, ...front, image: images.haproxy });

new Monitor("monitor", {
  farm,
  services,
  notify: [{ kind: "webhook", url: config.require("webhook") }],
  deadMan: config.require("deadMan"),
  ...watching.images,
});
