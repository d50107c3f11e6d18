import { RandomPassword } from "@pulumi/random";
import { Application, type TraefikRouter } from "homeport";

/** Etherpad, and a MariaDB of its own. */
export function makePad(
  router: TraefikRouter,
  domain: string,
  images: { readonly etherpad?: string; readonly mariadb?: string },
): Application {
  // Etherpad reads it from a variable alone. Each start tells the server the one that holds by now.
  const password = new RandomPassword("password", { length: 32, special: false }).result;
  return new Application("pad", {
    router,
    databases: {
      mariadb: { engine: { kind: "mariadb", image: images.mariadb }, password, backup: "none" },
    },
    containers: {
      etherpad: {
        image: images.etherpad ?? "etherpad/etherpad:2.3.0",
        after: { mariadb: "healthy" },
        environment: {
          DB_TYPE: "mysql",
          DB_HOST: "mariadb",
          DB_PORT: "3306",
          DB_NAME: "pad",
          DB_USER: "pad",
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
