import { Application, type TraefikRouter } from "homeport";

/** WordPress, and a MariaDB that nothing but this WordPress reaches. */
export function makeBlog(
  router: TraefikRouter,
  domain: string,
  images: { readonly wordpress?: string; readonly mariadb?: string },
): Application {
  return new Application("blog", {
    router,
    volumes: { content: { backup: "none" } },
    databases: { db: { engine: { kind: "mariadb", image: images.mariadb }, backup: "none" } },
    containers: {
      wordpress: {
        image: images.wordpress ?? "wordpress:6.9.0-php8.4-apache",
        after: { db: "healthy" },
        environment: {
          WORDPRESS_DB_HOST: "db",
          WORDPRESS_DB_NAME: "blog",
          WORDPRESS_DB_USER: "blog",
          WORDPRESS_DB_PASSWORD_FILE: "/run/secrets/db-password",
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
