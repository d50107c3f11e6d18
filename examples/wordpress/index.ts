import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  type HaproxyFarmArgs,
  TraefikRouter,
} from "homeport";
import { makeDatabase } from "./database";

const config = new pulumi.Config();
const { wordpress, mariadb, haproxy, traefik } = config.requireObject<Record<string, string>>("images");

const host = new DockerHost("here", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: config.require("subnet") });
const router = new TraefikRouter("router", { network, image: traefik });

const account = {
  database: "wordpress",
  user: "wordpress",
  password: new RandomPassword("password", { length: 32, special: false }).result,
};
const hostname = makeDatabase("database", network, account, mariadb ?? "mariadb:12.1.2");
const blog = new DomainService("wordpress", {
  router,
  domains: [config.require("domain")],
  image: wordpress ?? "wordpress:6.9.0-php8.4-apache",
  port: 80,
  environment: {
    WORDPRESS_DB_HOST: hostname,
    WORDPRESS_DB_NAME: account.database,
    WORDPRESS_DB_USER: account.user,
    WORDPRESS_DB_PASSWORD: account.password,
  },
  // Private: a new version starts when the old one has ended.
  volumes: [{ name: "content", path: "/var/www/html" }],
  limits: { memory: "512MiB" },
});

const ports = config.requireObject<HaproxyFarmArgs["ports"]>("ports");
const front = { ports, bindAddress: "127.0.0.1", image: haproxy };
export const { addresses, authority } = new HaproxyFarm("farm", { network, services: [blog], ...front });
