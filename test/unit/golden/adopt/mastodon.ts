import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/** Made by `homeport adopt` of compose.yml. How it moves, and what became of the rest, is in mastodon.md. */
export function mastodon(router: TraefikRouter): Application {
  const config = new pulumi.Config("mastodon");

  return new Application("mastodon", {
    router,
    volumes: {
      postgres14: { directory: config.require("postgres14Directory") },
      "redis-data": { directory: config.require("redisDataDirectory") },
      system: { directory: config.require("systemDirectory") },
    },
    containers: {
      db: {
        image: "postgres:14-alpine",
        environment: {
          POSTGRES_HOST_AUTH_METHOD: "trust",
        },
        mounts: [{ volume: "postgres14", path: "/var/lib/postgresql/data" }],
        health: { command: ["pg_isready", "-U", "postgres"] },
        sharedMemory: "256MiB",
        limits: { memory: "1GiB" },
      },
      redis: {
        image: "redis:7-alpine",
        mounts: [{ volume: "redis-data", path: "/data" }],
        health: { command: ["redis-cli", "ping"] },
        limits: { memory: "1GiB" },
      },
      web: {
        image: "ghcr.io/mastodon/mastodon:v4.4.1",
        command: ["bundle", "exec", "puma", "-C", "config/puma.rb"],
        after: { db: "started", redis: "started" },
        environmentFiles: [".env.production"],
        mounts: [{ volume: "system", path: "/mastodon/public/system" }],
        health: { shell: "curl -s --noproxy localhost localhost:3000/health | grep -q 'OK' || exit 1" },
        web: { domains: ["social.example.org"], port: 3000 },
        limits: { memory: "1GiB" },
      },
      streaming: {
        image: "ghcr.io/mastodon/mastodon-streaming:v4.4.1",
        command: ["node", "./streaming/index.js"],
        after: { db: "started", redis: "started" },
        environmentFiles: [".env.production"],
        web: { domains: ["social.example.org"], port: 4000, pathPrefix: "/api/v1/streaming" },
        limits: { memory: "1GiB" },
      },
      sidekiq: {
        image: "ghcr.io/mastodon/mastodon:v4.4.1",
        command: ["bundle", "exec", "sidekiq"],
        after: { db: "started", redis: "started" },
        environmentFiles: [".env.production"],
        mounts: [{ volume: "system", path: "/mastodon/public/system" }],
        health: { shell: "ps aux | grep '[s]idekiq 6' || false" },
        limits: { memory: "1GiB" },
      },
    },
  });
}
