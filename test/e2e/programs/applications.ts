import "./mark";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import {
  Application,
  type ApplicationContainer,
  DockerHost,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** Real applications, each with what it needs: two with a database of their own, one with a file of SQLite. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("applications");
const of = config.requireObject<Record<"wordpress" | "mariadb" | "trac", string> & { etherpad?: string }>(
  "images",
);
/** Where the blog's uploads are, if not in a volume of its own. */
const content = config.getObject<{ existing?: string; directory?: string }>("content");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", {
  network,
  image: images.traefik,
  publish: hosts.infra.routerPort,
  gateImage: images.haproxy,
});

const passwordOf = (name: string) =>
  new RandomPassword(`${name}-password`, { length: 32, special: false }).result;

const mariadb = (name: string, password: pulumi.Input<string>): ApplicationContainer => ({
  image: of.mariadb,
  environment: {
    MARIADB_DATABASE: name,
    MARIADB_USER: name,
    MARIADB_PASSWORD: password,
    MARIADB_RANDOM_ROOT_PASSWORD: "1",
  },
  mounts: [{ volume: "data", path: "/var/lib/mysql" }],
  health: { command: ["healthcheck.sh", "--connect"], intervalSeconds: 2, startSeconds: 60 },
  stopSeconds: 60,
  readySeconds: 120,
});

function makeBlog(): Application {
  const password = passwordOf("blog");
  return new Application("blog", {
    router,
    volumes: { content: { backup: "none", ...content }, data: { backup: "none" } },
    containers: {
      db: mariadb("blog", password),
      wordpress: {
        image: of.wordpress,
        after: { db: "healthy" },
        environment: {
          WORDPRESS_DB_HOST: "db",
          WORDPRESS_DB_NAME: "blog",
          WORDPRESS_DB_USER: "blog",
          WORDPRESS_DB_PASSWORD: password,
        },
        mounts: [{ volume: "content", path: "/var/www/html" }],
        limits: { memory: "512MiB" },
        web: { domains: ["blog.example.org"], port: 80 },
        readySeconds: 120,
      },
    },
  });
}

function makePad(image: string): Application {
  const password = passwordOf("pad");
  return new Application("pad", {
    router,
    volumes: { data: { backup: "none" } },
    containers: {
      db: mariadb("pad", password),
      etherpad: {
        image,
        after: { db: "healthy" },
        environment: {
          DB_TYPE: "mysql",
          DB_HOST: "db",
          DB_PORT: "3306",
          DB_NAME: "pad",
          DB_USER: "pad",
          DB_PASS: password,
          DB_CHARSET: "utf8mb4",
          TRUST_PROXY: "true",
        },
        web: { domains: ["pad.example.org"], port: 9001 },
        readySeconds: 120,
      },
    },
  });
}

function makeTickets(): Application {
  return new Application("tickets", {
    router,
    volumes: { data: { backup: "none" } },
    containers: {
      trac: {
        image: of.trac,
        environment: { TRAC_PROJECT: `Tickets of ${network.environment}` },
        mounts: [{ volume: "data", path: "/srv/trac" }],
        web: { domains: ["tickets.example.org"], port: 8000 },
        readySeconds: 120,
      },
    },
    jobs: {
      prepare: {
        like: "trac",
        command: config.getObject<string[]>("prepare") ?? ["trac-prepare"],
        seconds: config.getNumber("prepareSeconds") ?? 120,
      },
    },
  });
}

const applications = [makeBlog(), makeTickets(), ...(of.etherpad ? [makePad(of.etherpad)] : [])];
const farm = new HaproxyFarm("farm", {
  network,
  services: applications.flatMap(({ services }) => services),
  image: images.haproxy,
  ...front,
  rateLimit: "off",
});

export const { addresses, authority } = farm;
