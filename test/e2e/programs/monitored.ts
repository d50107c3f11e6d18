import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  Monitor,
  MonitorPage,
  TraefikRouter,
} from "../../../components";
import { alertNames, measured, type Thresholds } from "../../../components/monitor/alerts";

/** A service that is deployed beside the one before, one that takes its place, and a monitor whose clock goes faster. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("monitored");
const network = new EnvironmentNetwork("network", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  logLevel: config.get<"WARN">("routerLogLevel"),
});

const echo = {
  router,
  image: images.echo,
  port: 8080,
  environment: { WHOAMI_NAME: config.get("version") ?? "first", WHOAMI_PORT_NUMBER: "8080" },
  readySeconds: 15,
};
const blog = new DomainService("blog", {
  ...echo,
  domains: ["blog.example.org"],
  replicas: 2,
  image: config.get("blogImage") ?? images.echo,
  readiness: { kind: "http", path: "/health" },
});
const notes = new DomainService("notes", {
  ...echo,
  domains: ["notes.example.org"],
  readiness: { kind: "http", path: "/health" },
  volumes: [{ name: "data", path: "/data", backup: "none" }],
});
const watch = new MonitorPage("watch", { router, domains: ["watch.example.org"], image: images.agent });
const services = [blog, notes, watch];
const farm = new HaproxyFarm("farm", {
  network,
  services,
  image: images.haproxy,
  maxConnections: config.getNumber("connections"),
  ...front,
});

/** Looks are as many as at home, and minutes are seconds. */
const pace = 15;
const thresholds = Object.fromEntries(
  alertNames.map((name) => {
    const { afterSeconds, keepSeconds } = measured(name, {});
    return [
      name,
      { afterSeconds: Math.ceil(afterSeconds / pace), keepSeconds: Math.ceil(keepSeconds / pace) },
    ];
  }),
) as Thresholds;

new Monitor("monitor", {
  farm,
  services,
  notify: [{ kind: "webhook", url: config.requireSecret("webhook"), token: config.requireSecret("token") }],
  deadMan: config.requireSecret("deadMan"),
  everySeconds: 30 / pace,
  // Visitors ask during updates alone: what is counted over five minutes is counted over one.
  thresholds: { ...thresholds, ServiceErrors: { ...thresholds.ServiceErrors, value: 30 } },
  // What the machine of the tests does beside.
  mute: ["KilledForMemory", "MemoryShort", "HostRestarted", "DiskFillsUp", "DiskNearlyFull"],
  image: config.get("prometheus") ?? images.prometheus,
  alertmanagerImage: images.alertmanager,
  probesImage: images.probes,
  agentImage: images.agent,
  retention: { days: config.getNumber("days") ?? 30 },
});

export const { authority } = farm;
