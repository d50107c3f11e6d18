import "./mark";
import * as pulumi from "@pulumi/pulumi";
import {
  Application,
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** An application with a database, a job and a worker: each says in its page or its log what the others are. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("pad");
const image = config.require("image");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });

const serve = (folder: string, port: number) => `exec busybox httpd -f -p ${port} -h ${folder}`;
const mark = config.get("mark") ?? "first";
/** What a visitor is told: the version, and what the database says. */
const page = `mkdir -p /srv/cgi-bin
cat > /srv/cgi-bin/page <<'END'
#!/bin/sh
mark=$(wget -q -T 2 -O - http://db:3306/mark) || echo "Status: 503 Service Unavailable"
echo
echo "$VERSION $mark"
END
chmod 755 /srv/cgi-bin/page`;
/** Ends at once, again and again. */
const looping = "echo cannot go on; exit 4";

const makePad = () =>
  new Application("pad", {
    router,
    volumes: { data: config.get("existing") === undefined ? {} : { existing: config.require("existing") } },
    containers: {
      db: {
        image,
        command: [
          "sh",
          "-c",
          `echo ${mark} > /data/mark; [ -z "$BROKEN" ] || exec sleep 600; ${serve("/data", 3306)}`,
        ],
        environment: { BROKEN: config.get("brokenDb") ?? "" },
        mounts: [{ volume: "data", path: "/data" }],
        health: {
          command: ["wget", "-q", "-O", "/dev/null", "http://127.0.0.1:3306/mark"],
          intervalSeconds: 1,
        },
        stopSeconds: 2,
        readySeconds: 8,
      },
      app: {
        image,
        command: ["sh", "-c", config.get("loops") === "app" ? looping : `${page}\n${serve("/srv", 8080)}`],
        environment: { VERSION: config.get("version") ?? "one", SECRET: pulumi.secret("hunter2-hunter2") },
        after: { db: "healthy" },
        web: { domains: ["web.example.org"], port: 8080 },
        stopSeconds: 2,
        readySeconds: 15,
      },
      worker: {
        image,
        command: ["sh", "-c", config.get("loops") === "worker" ? looping : "while :; do sleep 1; done"],
        after: { db: "started", migrate: "done" },
        stopSeconds: 1,
      },
    },
    jobs: {
      migrate: {
        like: "app",
        command: [
          "sh",
          "-c",
          config.get("migration") ?? 'echo "migrated to $VERSION by $(wget -q -O - http://db:3306/mark)"',
        ],
        seconds: 5,
      },
    },
  });

/** Serves whatever becomes of the application. */
const steady = new DomainService("steady", {
  router,
  domains: ["steady.example.org"],
  image: images.echo,
  port: 8080,
  readiness: { kind: "http", path: "/health" },
});
const pad = config.get("out") === undefined ? makePad() : undefined;

export const { addresses, authority } = new HaproxyFarm("farm", {
  network,
  services: [steady, ...(pad?.services ?? [])],
  image: images.haproxy,
  ...front,
  rateLimit: "off",
});
export const deploys = pad?.deploys;
