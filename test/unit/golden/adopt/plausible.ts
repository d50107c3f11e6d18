import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/** Made by `homeport adopt` of compose.yml. How it moves, and what became of the rest, is in plausible.md. */
export function plausible(router: TraefikRouter): Application {
  const config = new pulumi.Config("plausible");
  const secretKeyBase = config.requireSecret("secretKeyBase");
  const postgresPassword = config.requireSecret("postgresPassword");

  return new Application("plausible", {
    router,
    volumes: {
      "db-data": { existing: config.require("dbDataVolume") },
      "event-data": { existing: config.require("eventDataVolume") },
      "plausible-data": { existing: config.require("plausibleDataVolume") },
    },
    containers: {
      "plausible-db": {
        image: "postgres:16-alpine",
        aliases: ["plausible_db"],
        environment: {
          POSTGRES_PASSWORD: postgresPassword,
        },
        mounts: [{ volume: "db-data", path: "/var/lib/postgresql/data" }],
        health: { shell: "pg_isready -U postgres", startSeconds: 60 },
        limits: { memory: "1GiB" },
      },
      "plausible-events-db": {
        image: "clickhouse/clickhouse-server:24.12-alpine",
        aliases: ["plausible_events_db"],
        environment: {
          CLICKHOUSE_SKIP_USER_SETUP: "1",
        },
        files: [
          {
            path: "/etc/clickhouse-server/config.d/logs.xml",
            content: readFileSync("clickhouse/logs.xml", "utf8"),
          },
        ],
        mounts: [{ volume: "event-data", path: "/var/lib/clickhouse" }],
        health: { shell: "wget --no-verbose --tries=1 -O - http://127.0.0.1:8123/ping || exit 1" },
        ulimits: { nofile: 262144 },
        limits: { memory: "1GiB" },
      },
      plausible: {
        image: "ghcr.io/plausible/community-edition:v3.0.1",
        command: [
          "sh",
          "-c",
          "/entrypoint.sh db createdb && /entrypoint.sh db migrate && /entrypoint.sh run",
        ],
        after: { "plausible-db": "healthy", "plausible-events-db": "healthy" },
        environment: {
          TMPDIR: "/var/lib/plausible/tmp",
          BASE_URL: "https://stats.example.org",
          SECRET_KEY_BASE: secretKeyBase,
          DATABASE_URL: pulumi.interpolate`postgres://postgres:${postgresPassword}@plausible_db:5432/plausible`,
        },
        mounts: [{ volume: "plausible-data", path: "/var/lib/plausible" }],
        web: { domains: ["stats.example.org"], port: 8000 },
        ulimits: { nofile: 65535 },
        limits: { memory: "1GiB" },
      },
    },
  });
}
