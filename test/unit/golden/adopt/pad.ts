import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/**
 * Made by `homeport adopt` of docker-compose.yml.
 * How it moves, and what became of the rest, is in pad.md.
 */
export function pad(router: TraefikRouter): Application {
  const config = new pulumi.Config("pad");
  const etherpadAdminPassword = config.requireSecret("etherpadAdminPassword");
  const etherpadDbPassword = config.requireSecret("etherpadDbPassword");
  const mysqlRootPassword = config.requireSecret("mysqlRootPassword");

  return new Application("pad", {
    router,
    volumes: {
      "etherpad-db-data": { directory: config.require("etherpadDbDataDirectory") },
    },
    containers: {
      etherpad: {
        image: "registry.example.org:5000/pad:2.2",
        aliases: ["etherpad-app"],
        after: { "etherpad-db": "started" },
        environment: {
          ETHERPAD_ADMIN_PASSWORD: etherpadAdminPassword,
          ETHERPAD_DB_NAME: "etherpad-lite",
          ETHERPAD_DB_USER: "etherpad",
          ETHERPAD_DB_PASSWORD: etherpadDbPassword,
          MYSQL_PORT_3306_TCP_ADDR: "mysql",
        },
        web: { domains: ["pad.example.org"], port: 80 },
        limits: { memory: "1GiB" },
      },
      "etherpad-db": {
        image: "mysql:latest",
        aliases: ["mysql"],
        environment: {
          MYSQL_ROOT_PASSWORD: mysqlRootPassword,
          MYSQL_USER: "etherpad",
          MYSQL_PASSWORD: etherpadDbPassword,
          MYSQL_DATABASE: "etherpad-lite",
        },
        mounts: [{ volume: "etherpad-db-data", path: "/var/lib/mysql" }],
        limits: { memory: "1GiB" },
      },
    },
  });
}
