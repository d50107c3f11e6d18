import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/**
 * Made by `homeport adopt` of docker-compose.yaml.
 * How it moves, and what became of the rest, is in penpot.md.
 */
export function penpot(router: TraefikRouter): Application {
  const config = new pulumi.Config("penpot");
  const penpotDatabasePassword = config.requireSecret("penpotDatabasePassword");
  const penpotSecretKey = config.requireSecret("penpotSecretKey");

  return new Application("penpot", {
    router,
    volumes: {
      "penpot-assets": { existing: config.require("penpotAssetsVolume") },
      "penpot-postgres-v15": { existing: config.require("penpotPostgresV15Volume") },
    },
    containers: {
      "penpot-frontend": {
        image: "penpotapp/frontend:2.9",
        after: { "penpot-backend": "started", "penpot-exporter": "started" },
        environment: {
          PENPOT_FLAGS: "disable-email-verification enable-smtp",
        },
        mounts: [{ volume: "penpot-assets", path: "/opt/data/assets" }],
        web: { domains: ["design.example.org"], port: 8080 },
        limits: { memory: "1GiB" },
      },
      "penpot-backend": {
        image: "penpotapp/backend:2.9",
        after: { "penpot-postgres": "healthy" },
        environment: {
          PENPOT_DATABASE_URI: "postgresql://penpot-postgres/penpot",
          PENPOT_DATABASE_USERNAME: "penpot",
          PENPOT_DATABASE_PASSWORD: penpotDatabasePassword,
          PENPOT_FLAGS: "disable-email-verification enable-smtp",
          PENPOT_SECRET_KEY: penpotSecretKey,
        },
        mounts: [{ volume: "penpot-assets", path: "/opt/data/assets" }],
        limits: { memory: "1GiB" },
      },
      "penpot-exporter": {
        image: "penpotapp/exporter:2.9",
        environment: {
          // Leads to the frontend, inside.
          PENPOT_PUBLIC_URI: "http://penpot-frontend:8080",
          PENPOT_SECRET_KEY: penpotSecretKey,
        },
        limits: { memory: "1GiB" },
      },
      "penpot-postgres": {
        image: "postgres:15",
        environment: {
          POSTGRES_INITDB_ARGS: "--data-checksums",
          POSTGRES_DB: "penpot",
          POSTGRES_USER: "penpot",
          POSTGRES_PASSWORD: penpotDatabasePassword,
        },
        mounts: [{ volume: "penpot-postgres-v15", path: "/var/lib/postgresql/data" }],
        health: {
          shell: "pg_isready -U penpot",
          intervalSeconds: 2,
          timeoutSeconds: 10,
          retries: 5,
          startSeconds: 2,
        },
        stopSignal: "SIGINT",
        limits: { memory: "1GiB" },
      },
    },
  });
}
