import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/**
 * Made by `homeport adopt` of docker-compose.yml.
 * How it moves, and what became of the rest, is in paperless.md.
 */
export function paperless(router: TraefikRouter): Application {
  const config = new pulumi.Config("paperless");
  const postgresPassword = config.requireSecret("postgresPassword");

  return new Application("paperless", {
    router,
    volumes: {
      redisdata: { existing: config.require("redisdataVolume") },
      pgdata: { existing: config.require("pgdataVolume") },
      data: { existing: config.require("dataVolume") },
      media: { existing: config.require("mediaVolume") },
      scanner: { directory: config.require("scannerDirectory") },
    },
    containers: {
      broker: {
        image: "docker.io/library/redis:8",
        mounts: [{ volume: "redisdata", path: "/data" }],
        limits: { memory: "1GiB" },
      },
      db: {
        image: "docker.io/library/postgres:17",
        environment: {
          POSTGRES_DB: "paperless",
          POSTGRES_USER: "paperless",
          POSTGRES_PASSWORD: postgresPassword,
        },
        mounts: [{ volume: "pgdata", path: "/var/lib/postgresql/data" }],
        limits: { memory: "1GiB" },
      },
      webserver: {
        image: "ghcr.io/paperless-ngx/paperless-ngx:2.18",
        after: { db: "started", broker: "started", gotenberg: "started", tika: "started" },
        environment: {
          PAPERLESS_REDIS: "redis://broker:6379",
          PAPERLESS_DBHOST: "db",
          PAPERLESS_DBPASS: postgresPassword,
          PAPERLESS_TIKA_ENABLED: "1",
        },
        environmentFiles: ["docker-compose.env"],
        mounts: [
          { volume: "data", path: "/usr/src/paperless/data" },
          { volume: "media", path: "/usr/src/paperless/media" },
          { volume: "scanner", path: "/usr/src/paperless/consume" },
        ],
        web: [
          { domains: ["paper.example.org"], port: 8000 },
          {
            name: "admin",
            domains: ["paper.example.org"],
            port: 8000,
            pathPrefix: "/admin",
            allow: ["192.168.1.0/24"],
          },
        ],
        limits: { memory: "1GiB" },
      },
      gotenberg: {
        image: "docker.io/gotenberg/gotenberg:8.20",
        // No scripts of strangers.
        command: ["gotenberg", "--chromium-disable-javascript=true", "--chromium-allow-list=file:///tmp/.*"],
        limits: { memory: "1GiB" },
      },
      tika: {
        image: "docker.io/apache/tika:3.2.0.0",
        limits: { memory: "1GiB" },
      },
    },
  });
}
