import "./mark";
import * as pulumi from "@pulumi/pulumi";
import { RandomPassword } from "@pulumi/random";
import {
  Application,
  type ApplicationContainer,
  DockerHost,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** MediaWiki as larger homes have it: beside the web server a database, a cache with the queue, and a worker. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("wiki");
const of = config.requireObject<Record<"mediawiki" | "mariadb" | "valkey", string>>("images");

const host = new DockerHost("infra", { kind: "local" });
const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
const router = new TraefikRouter("router", { network, image: images.traefik, gateImage: images.haproxy });

const password = new RandomPassword("password", { length: 32, special: false }).result;
const settings = pulumi.secret(pulumi.interpolate`<?php
$wgSitename = "Wiki of ${network.environment}";
$wgServer = getenv("MW_SERVER");
$wgScriptPath = "";
$wgDBtype = "mysql";
$wgDBserver = "db";
$wgDBname = $wgDBuser = "wiki";
$wgDBpassword = "${password}";
$wgSecretKey = hash("sha256", $wgDBpassword);
$wgObjectCaches["valkey"] = [ "class" => "RedisBagOStuff", "servers" => [ "cache:6379" ] ];
$wgMainCacheType = $wgSessionCacheType = "valkey";
// The web server leaves all jobs to the worker.
$wgJobRunRate = 0;
$wgJobTypeConf["default"] = [ "class" => "JobQueueRedis", "redisServer" => "cache:6379", "redisConfig" => [], "daemonized" => true ];
$wgUseCdn = true;
$wgCdnServersNoPurge = [ "${network.addresses.subnet}" ];
wfLoadSkin( "Vector" );
`);

const wiki = (more: Partial<ApplicationContainer>): ApplicationContainer => ({
  image: of.mediawiki,
  environment: { MW_SERVER: `https://wiki.example.org:${front.ports.https}` },
  files: [{ path: "/etc/mediawiki/LocalSettings.php", content: settings, owner: "33:33", mode: "0400" }],
  mounts: [{ volume: "uploads", path: "/var/lib/mediawiki/images" }],
  limits: { memory: "512MiB" },
  after: { db: "healthy", cache: "started" },
  readySeconds: 120,
  ...more,
});

const application = new Application("wiki", {
  router,
  volumes: { data: {}, cache: {}, uploads: { shared: true } },
  containers: {
    db: {
      image: of.mariadb,
      environment: {
        MARIADB_DATABASE: "wiki",
        MARIADB_USER: "wiki",
        MARIADB_PASSWORD: password,
        MARIADB_RANDOM_ROOT_PASSWORD: "1",
      },
      mounts: [{ volume: "data", path: "/var/lib/mysql" }],
      health: { command: ["healthcheck.sh", "--connect"], intervalSeconds: 2, startSeconds: 60 },
      stopSeconds: 60,
      readySeconds: 120,
    },
    cache: { image: of.valkey, mounts: [{ volume: "cache", path: "/data" }] },
    web: wiki({
      web: { domains: ["wiki.example.org"], port: 80, readiness: { kind: "http", path: "/api.php" } },
    }),
    worker: wiki({ user: "33:33", command: ["php", "maintenance/run.php", "runJobs", "--wait"] }),
  },
  jobs: { prepare: { like: "worker", command: ["mw-prepare"], seconds: 300 } },
});

const farm = new HaproxyFarm("farm", {
  network,
  services: [...application.services],
  image: images.haproxy,
  ...front,
  rateLimit: "off",
});

export const { addresses, authority } = farm;
