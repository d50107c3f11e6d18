import {
  Application,
  DockerHost,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "homeport";

// What differs between staging and production is in Pulumi.staging.yaml and Pulumi.prod.yaml, and nothing else.
const { hosts, farm: front, images } = loadSettings();
const { subnet, subnet6, keepVolumes } = hosts.infra;

const host = new DockerHost("infra", hosts.infra.host);
const network = new EnvironmentNetwork("network", { host, subnet, subnet6, keepVolumes });
const router = new TraefikRouter("router", { network, image: images.traefik });

const blog = new Application("blog", {
  router,
  volumes: { content: {} },
  // Its password is drawn by itself, kept in the state, and a file in what waits for it. Once Backups has it, "none" goes.
  databases: { db: { engine: { kind: "mariadb", image: "mariadb:11.8.5" }, backup: "none" } },
  containers: {
    web: {
      image: "wordpress:6.9.0-php8.4-apache",
      after: { db: "healthy" },
      environment: {
        WORDPRESS_DB_HOST: "db",
        WORDPRESS_DB_NAME: "blog",
        WORDPRESS_DB_USER: "blog",
        WORDPRESS_DB_PASSWORD_FILE: "/run/secrets/db-password",
      },
      mounts: [{ volume: "content", path: "/var/www/html" }],
      limits: { memory: "512MiB" },
      web: { domains: ["blog.example.org"], port: 80 },
    },
  },
});

const services = blog.services;
const farm = new HaproxyFarm("farm", { network, services, image: images.haproxy, ...front });

export const { addresses } = farm;
export const authority = farm.authority ?? null;
const summaries = describeServices(farm, services);

export { summaries as services };
