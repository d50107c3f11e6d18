import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "../../images/run";
import { mariadbImage, wordpressApacheImage } from "../../images/tags";

/** What the project is called: its volumes are found by it, and what a killed run left. */
export const project = "homeport-test-circle";

/** A home as many are: a database, a blog, a proxy's labels, a password beside them. */
const file = (port: number): string => `services:
  db:
    image: ${mariadbImage}
    restart: always
    environment:
      MARIADB_DATABASE: blog
      MARIADB_USER: blog
      MARIADB_PASSWORD: \${DB_PASSWORD}
      MARIADB_RANDOM_ROOT_PASSWORD: "1"
    volumes: ["db:/var/lib/mysql"]
    healthcheck: { test: ["CMD", "healthcheck.sh", "--connect"], interval: 2s, start_period: 60s }
    stop_grace_period: 1m
  web:
    image: ${wordpressApacheImage}
    restart: always
    depends_on: { db: { condition: service_healthy } }
    environment:
      WORDPRESS_DB_HOST: db
      WORDPRESS_DB_NAME: blog
      WORDPRESS_DB_USER: blog
      WORDPRESS_DB_PASSWORD: \${DB_PASSWORD}
    volumes: ["content:/var/www/html"]
    ports: ["127.0.0.1:${port}:80"]
    labels:
      traefik.http.routers.blog.rule: Host(\`blog.example.org\`)
      traefik.http.services.blog.loadbalancer.server.port: "80"
volumes: { db: {}, content: {} }
`;

/** Writes the files of the home. @returns its folder */
export function writeCompose(directory: string, port: number, password: string): string {
  const folder = join(directory, project);
  mkdirSync(folder);
  writeFileSync(join(folder, "docker-compose.yml"), file(port));
  writeFileSync(join(folder, ".env"), `DB_PASSWORD=${password}\n`);
  return folder;
}

/** `docker compose`, as people and plans call it, with Debian's docker-compose behind it. @returns a folder for DOCKER_CONFIG */
export function composePlugin(directory: string): string {
  const plugins = join(directory, "docker/cli-plugins");
  mkdirSync(plugins, { recursive: true });
  const told = JSON.stringify({
    SchemaVersion: "0.1.0",
    Vendor: "Debian",
    Version: "1",
    ShortDescription: "1",
  });
  const script = `#!/bin/sh
[ "$1" != docker-cli-plugin-metadata ] || { echo '${told}'; exit; }
shift
exec docker-compose "$@"
`;
  const plugin = join(plugins, "docker-compose");
  writeFileSync(plugin, script);
  chmodSync(plugin, 0o755);
  return join(directory, "docker");
}

/** Removes what a killed run left, with its data. */
export async function removeCompose(folder: string): Promise<void> {
  await run("docker-compose", ["-p", project, "down", "--volumes", "--timeout", "5"], { cwd: folder });
}
