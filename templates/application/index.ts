import {
  Application,
  DockerHost,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "homeport";

// What differs between staging and production is in Pulumi.staging.yaml and Pulumi.prod.yaml, and nothing else.
const { hosts, farm: front, images } = loadSettings();
const { subnet, subnet6, keepVolumes } = hosts.infra;

const host = new DockerHost("infra", hosts.infra.host);
const network = new EnvironmentNetwork("network", { host, subnet, subnet6, keepVolumes });
const router = new TraefikRouter("router", { network, image: images.traefik });

// In the stack's file, encrypted: the data outlive the stack, and know no other password.
const password = secretSetting("blog-database");
const account = { database: "blog", user: "blog" };

const blog = new Application("blog", {
  router,
  volumes: { content: {}, database: {} },
  containers: {
    database: {
      image: "mariadb:11.8.5",
      environment: {
        MARIADB_DATABASE: account.database,
        MARIADB_USER: account.user,
        MARIADB_PASSWORD: password,
        MARIADB_RANDOM_ROOT_PASSWORD: "yes",
      },
      mounts: [{ volume: "database", path: "/var/lib/mysql" }],
      health: { command: ["healthcheck.sh", "--connect", "--innodb_initialized"], startSeconds: 60 },
      stopSeconds: 60,
      limits: { memory: "512MiB" },
    },
    web: {
      image: "wordpress:6.9.0-php8.4-apache",
      after: { database: "healthy" },
      environment: {
        WORDPRESS_DB_HOST: "database",
        WORDPRESS_DB_NAME: account.database,
        WORDPRESS_DB_USER: account.user,
        WORDPRESS_DB_PASSWORD: password,
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
