import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  Backups,
  DockerHost,
  DomainService,
  describeServices,
  HaproxyFarm,
  loadSettings,
  secretSetting,
} from "../../../components";
import { machine, routerOn } from "./machines";

/** A farm here, and a service with data here or on a machine over SSH: each has its sets on a server beside both. */
const { farm: front, images } = loadSettings();
const config = new pulumi.Config("moving");
const of = config.requireObject<Record<"python" | "restic", string>>("images");
/** Where the service is: the one line that a move changes. */
const place = config.require("place") as "infra" | "east";

const here = routerOn("here", new DockerHost("infra", { kind: "local" }));
const routers = { infra: here, east: machine("east") };

const serving = (name: string, on: keyof typeof routers) =>
  new DomainService(name, {
    router: routers[on],
    domains: [`${name}.example.org`],
    image: of.python,
    port: 8080,
    entrypoint: [
      "sh",
      "-c",
      "[ -e /files/page ] || echo first > /files/page; exec python3 -m http.server 8080 --directory /files",
    ],
    readiness: { kind: "http", path: "/page" },
    stopSeconds: 1,
    volumes: [
      { name: "files", path: "/files", backup: { kind: "files", except: ["cache"] } },
      { name: "db", path: "/db", backup: { kind: "sqlite", files: ["app.db"] } },
    ],
  });
const services = [serving("notes", place), serving("plans", "infra"), serving("tasks", "east")];

for (const [name, router] of Object.entries(routers))
  new Backups(`${name}-backups`, {
    network: router.network,
    of: services.filter(({ routers: own }) => own.includes(router)),
    repository: {
      kind: "rest",
      url: `${config.require("server")}/${name}`,
      user: "home",
      password: secretSetting("server"),
    },
    encryption: secretSetting("encryption"),
    image: of.restic,
    sqliteImage: of.python,
  });

const farm = new HaproxyFarm("farm", { network: here.network, services, image: images.haproxy, ...front });
const summaries = describeServices(farm, services);

export { summaries as services };
export const { addresses, authority } = farm;
