import * as pulumi from "@pulumi/pulumi";
import { Application, dockerCapabilities, type TraefikRouter } from "homeport";

/** Made by `homeport adopt` of compose.yml. How it moves, and what became of the rest, is in include.md. */
export function include(router: TraefikRouter): Application {
  const config = new pulumi.Config("include");
  const dbPass = config.requireSecret("dbPass");

  return new Application("include", {
    router,
    volumes: {
      "db-data": { directory: config.require("dbDataDirectory") },
    },
    containers: {
      wiki: {
        image: "requarks/wiki:2.5",
        after: { db: "started" },
        environment: {
          DB_HOST: "db",
          DB_PASS: dbPass,
        },
        web: { domains: ["wiki.example.org"], port: 3000 },
        limits: { memory: "1GiB" },
        restart: "on-failure",
      },
      db: {
        image: "postgres:17",
        environment: {
          POSTGRES_PASSWORD: dbPass,
        },
        mounts: [{ volume: "db-data", path: "/var/lib/postgresql/data" }],
        limits: { memory: "1GiB" },
      },
      mail: {
        image: "boky/postfix:v4.4.0",
        hostname: "post",
        capabilities: [...dockerCapabilities, "NET_RAW", "SYS_PTRACE"],
        limits: { memory: "1GiB" },
        logging: { driver: "syslog", options: { tag: "mail" } },
      },
    },
  });
}
