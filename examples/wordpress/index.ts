import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import {
  Application,
  DockerHost,
  EnvironmentNetwork,
  HaproxyFarm,
  type HaproxyFarmArgs,
  TraefikRouter,
} from "homeport";

const config = new pulumi.Config();
const { wordpress, mariadb, haproxy, traefik } = config.requireObject<Record<string, string>>("images");

const host = new DockerHost("here", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: config.require("subnet") });
const router = new TraefikRouter("router", { network, image: traefik });

const password = new RandomPassword("password", { length: 32, special: false }).result;
const blog = new Application("wordpress", {
  router,
  volumes: {
    content: { backup: "none" },
    tables: { backup: "none" },
  },
  containers: {
    database: {
      image: mariadb ?? "mariadb:12.1.2",
      environment: {
        MARIADB_DATABASE: "wordpress",
        MARIADB_USER: "wordpress",
        MARIADB_PASSWORD: password,
        MARIADB_RANDOM_ROOT_PASSWORD: "1",
      },
      mounts: [{ volume: "tables", path: "/var/lib/mysql" }],
      health: { command: ["healthcheck.sh", "--connect", "--innodb_initialized"], startSeconds: 60 },
      stopSeconds: 30,
      limits: { memory: "512MiB" },
    },
    site: {
      image: wordpress ?? "wordpress:6.9.0-php8.4-apache",
      environment: {
        WORDPRESS_DB_HOST: "database",
        WORDPRESS_DB_NAME: "wordpress",
        WORDPRESS_DB_USER: "wordpress",
        WORDPRESS_DB_PASSWORD: password,
      },
      after: { database: "healthy" },
      // A new version starts when the old one has ended: both would write to it.
      mounts: [{ volume: "content", path: "/var/www/html" }],
      web: { domains: [config.require("domain")], port: 80 },
      limits: { memory: "512MiB" },
    },
  },
});

const ports = config.requireObject<HaproxyFarmArgs["ports"]>("ports");
const front = { ports, bindAddress: "127.0.0.1", image: haproxy };
export const { addresses, authority } = new HaproxyFarm("farm", {
  network,
  services: [...blog.services],
  ...front,
});
