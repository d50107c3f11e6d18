import { readFileSync } from "node:fs";
import * as pulumi from "@pulumi/pulumi";
import { Application, type TraefikRouter } from "homeport";

/** Made by `homeport adopt` of compose.yml. How it moves, and what became of the rest, is in cloud.md. */
export function cloud(router: TraefikRouter): Application {
  const config = new pulumi.Config("cloud");
  const dbRootPassword = config.requireSecret("dbRootPassword");

  return new Application("cloud", {
    router,
    volumes: {
      db: { existing: config.require("dbVolume") },
      nextcloud: { existing: config.require("nextcloudVolume") },
    },
    containers: {
      // Passwords are in db.env.
      db: {
        image: "mariadb:11.8",
        command: ["--transaction-isolation=READ-COMMITTED"],
        environment: {
          MARIADB_ROOT_PASSWORD: dbRootPassword,
        },
        environmentFiles: ["db.env"],
        mounts: [{ volume: "db", path: "/var/lib/mysql" }],
        health: {
          command: ["healthcheck.sh", "--connect", "--innodb_initialized"],
          intervalSeconds: 10,
          startSeconds: 90,
        },
        stopSeconds: 60,
        limits: { memory: "1GiB" },
      },
      redis: {
        image: "redis:8.0-alpine",
        limits: { memory: "1GiB" },
      },
      app: {
        image: "nextcloud:31.0.4-fpm",
        after: { db: "healthy", redis: "started" },
        environment: {
          MYSQL_HOST: "db",
          REDIS_HOST: "redis",
          // Behind the proxy everybody comes by https.
          OVERWRITEPROTOCOL: "https",
        },
        environmentFiles: ["db.env"],
        files: [{ path: "/usr/local/etc/php/conf.d/zz.ini", content: readFileSync("php.ini", "utf8") }],
        mounts: [{ volume: "nextcloud", path: "/var/www/html" }],
        limits: { memory: "1GiB" },
      },
      web: {
        image: "nginx:1.29-alpine",
        after: { app: "started" },
        files: [{ path: "/etc/nginx/nginx.conf", content: readFileSync("nginx.conf", "utf8") }],
        mounts: [{ volume: "nextcloud", path: "/var/www/html", readOnly: true }],
        web: { domains: ["cloud.example.org", "files.example.org"], port: 80 },
        limits: { memory: "1GiB" },
      },
      cron: {
        image: "nextcloud:31.0.4-fpm",
        entrypoint: ["/cron.sh"],
        after: { db: "started", redis: "started" },
        environmentFiles: ["db.env"],
        files: [{ path: "/usr/local/etc/php/conf.d/zz.ini", content: readFileSync("php.ini", "utf8") }],
        mounts: [{ volume: "nextcloud", path: "/var/www/html" }],
        limits: { memory: "1GiB" },
      },
    },
  });
}
