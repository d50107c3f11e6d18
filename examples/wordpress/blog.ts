import { RandomPassword } from "@pulumi/random";
import { Application, type TraefikRouter } from "homeport";

/** WordPress, and a MariaDB that nothing but this WordPress reaches. */
export function makeBlog(
  router: TraefikRouter,
  domain: string,
  images: { readonly wordpress?: string; readonly mariadb?: string },
): Application {
  const password = new RandomPassword("password", { length: 32, special: false }).result;
  return new Application("blog", {
    router,
    volumes: {
      content: { backup: "none" },
      data: { backup: "none" },
    },
    containers: {
      database: {
        image: images.mariadb ?? "mariadb:12.1.2",
        environment: {
          MARIADB_DATABASE: "wordpress",
          MARIADB_USER: "wordpress",
          MARIADB_PASSWORD: password,
          MARIADB_RANDOM_ROOT_PASSWORD: "1",
        },
        mounts: [{ volume: "data", path: "/var/lib/mysql" }],
        health: { command: ["healthcheck.sh", "--connect", "--innodb_initialized"], startSeconds: 60 },
        limits: { memory: "512MiB" },
        readySeconds: 120,
        stopSeconds: 60,
      },
      wordpress: {
        image: images.wordpress ?? "wordpress:6.9.0-php8.4-apache",
        after: { database: "healthy" },
        environment: {
          WORDPRESS_DB_HOST: "database",
          WORDPRESS_DB_NAME: "wordpress",
          WORDPRESS_DB_USER: "wordpress",
          WORDPRESS_DB_PASSWORD: password,
        },
        mounts: [{ volume: "content", path: "/var/www/html" }],
        limits: { memory: "512MiB" },
        web: { domains: [domain], port: 80 },
        // Its files are copied at the first start.
        readySeconds: 120,
      },
    },
  });
}
