import { RandomPassword } from "@pulumi/random";
import { Application, type TraefikRouter } from "homeport";

/** Etherpad, and a MariaDB of its own. */
export function makePad(
  router: TraefikRouter,
  domain: string,
  images: { readonly etherpad?: string; readonly mariadb?: string },
): Application {
  const database = "etherpad";
  const password = new RandomPassword("password", { length: 32, special: false }).result;
  return new Application("pad", {
    router,
    volumes: { data: { backup: "none" } },
    containers: {
      mariadb: {
        image: images.mariadb ?? "mariadb:12.1.2",
        environment: {
          MARIADB_DATABASE: database,
          MARIADB_USER: database,
          MARIADB_PASSWORD: password,
          MARIADB_RANDOM_ROOT_PASSWORD: "1",
        },
        mounts: [{ volume: "data", path: "/var/lib/mysql" }],
        health: { command: ["healthcheck.sh", "--connect", "--innodb_initialized"], startSeconds: 60 },
        limits: { memory: "512MiB" },
        readySeconds: 120,
        stopSeconds: 60,
      },
      etherpad: {
        image: images.etherpad ?? "etherpad/etherpad:2.3.0",
        after: { mariadb: "healthy" },
        environment: {
          DB_TYPE: "mysql",
          DB_HOST: "mariadb",
          DB_PORT: "3306",
          DB_NAME: database,
          DB_USER: database,
          DB_PASS: password,
          DB_CHARSET: "utf8mb4",
          // It believes every proxy; nobody but the router reaches it.
          TRUST_PROXY: "true",
        },
        limits: { memory: "512MiB" },
        web: { domains: [domain], port: 9001 },
        readySeconds: 120,
      },
    },
  });
}
