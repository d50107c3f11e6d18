import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  Application,
  Backups,
  Database,
  DockerHost,
  HaproxyFarm,
  loadSettings,
  secretSetting,
} from "../../../components";
import { machine, routerOn } from "./machines";

/** A database, and an application with one and with files, here or on a machine over SSH; their sets are beside both. */
const { farm: front, images } = loadSettings();
const config = new pulumi.Config("far");
const of = config.requireObject<Record<"postgres" | "python" | "restic", string>>("images");
const place = config.require("place") as "infra" | "east";

const here = routerOn("here", new DockerHost("infra", { kind: "local" }));
const routers = { infra: here, east: machine("east") };
const router = routers[place];

const engine = { kind: "postgres", image: of.postgres } as const;
const store = new Database("store", {
  network: router.network,
  engine: { ...engine, image: config.get("store") ?? of.postgres },
});
const pad = new Application("pad", {
  router,
  databases: { db: { engine } },
  volumes: { files: { backup: { kind: "files" } } },
  containers: {
    app: {
      image: of.python,
      entrypoint: ["python3", "-m", "http.server", "8080", "--directory", "/files"],
      stopSeconds: 1,
      mounts: [{ volume: "files", path: "/files" }],
      after: { db: "healthy" },
      web: { domains: ["pad.example.org"], port: 8080 },
    },
  },
});

// Of the machine's own, so that nothing of it has to go before what takes its place.
new Backups(`${place}-backups`, {
  network: router.network,
  of: [store, pad],
  repository: {
    kind: "rest",
    url: `${config.require("server")}/${place}`,
    user: "home",
    password: secretSetting("server"),
  },
  encryption: secretSetting("encryption"),
  image: of.restic,
});

export const { addresses, authority } = new HaproxyFarm("farm", {
  network: here.network,
  services: [...pad.services],
  image: images.haproxy,
  ...front,
});
