/** What each test image is made of, beside the Dockerfile in the directory of its name. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { Release } from "./debian";
import {
  curlImage,
  davImage,
  dnsImage,
  entriesImage,
  etherpadImage,
  formerMariadbImage,
  formerPostgresImage,
  gitImage,
  grpcImage,
  machineImages,
  mariadbImage,
  mediawikiImage,
  monitorImage,
  mqttImage,
  oauth2ProxyImage,
  oidcImage,
  pebbleImage,
  postgresImage,
  registryImage,
  resticImage,
  restServerImage,
  s3Image,
  sqliteImage,
  testImages,
  tracImage,
  valkeyImage,
  wordpressApacheImage,
  wordpressImage,
} from "./tags";

export interface Program {
  /** The Go package, seen from the directory's module. */
  path: string;
  ldflags: string;
  /** Packages that no request passes through: not optimised, which compiles them in half the time. */
  unoptimised?: string[];
  /** By module: its packages, or files of them, of which a file of `stubs/` is compiled instead. */
  stubs?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Recipe {
  name: string;
  tag: string;
  /** Debian packages whose files the Dockerfile finds in `packages/`, those of the base image left out. */
  packages?: string[];
  /** Of which release they are. @default trixie */
  release?: Release;
  /** What the Dockerfile has as arguments. */
  args?: Readonly<Record<string, string>>;
  /** Whether `package-lock.json` is of packages from npm, which the Dockerfile finds in `node_modules/`. */
  npm?: boolean;
  /** The program that the Dockerfile finds in `bin/`. */
  program?: Program;
  /**
   * A system of its own: the Dockerfile finds these Debian packages, and what every system has, as archives in
   * `archives/`, and the files of what every system has in `packages/`.
   */
  system?: { release: Release; packages: string[] };
  /** The image its Dockerfile starts from, where that is one of these too. */
  base?: Recipe;
}

export const base: Recipe = {
  name: "base",
  tag: "homeport-test/base:13",
  packages: ["base-files", "busybox", "ca-certificates"],
};

// Packages that no request passes through.
const unoptimised = ["github.com/aws/...", "github.com/Azure/...", "github.com/go-acme/..."];

/** What no test asks Traefik for, and what most of its code is for: other sources of routes, and ACME by DNS. */
const traefikStubs = {
  "github.com/traefik/traefik/v3": {
    "pkg/provider/ecs": "ecs.go",
    "pkg/provider/kubernetes/crd": "crd.go",
    "pkg/provider/kubernetes/gateway": "gateway.go",
    "pkg/provider/kubernetes/ingress": "ingress.go",
    "pkg/provider/kubernetes/ingress-nginx": "ingressnginx.go",
    "pkg/provider/kubernetes/knative": "knative.go",
    "pkg/types/k8sdetector.go": "detector.go",
  },
  "github.com/go-acme/lego/v4": { "providers/dns": "dns.go" },
};

/** Of the ways to a name's zone the one that tests go: the others are nearly all of lego's code. */
const legoStubs = {
  "github.com/go-acme/lego/v4": { "providers/dns/zz_gen_dns_providers.go": "providers.go" },
};

/** What set-up expects to find on a machine, and what tests look at it with. */
const machinePackages = [
  "apt",
  "ca-certificates",
  "debian-archive-keyring",
  "e2fsprogs",
  "iproute2",
  "mount",
  "netbase",
  "openssh-server",
  "procps",
  "sudo",
];

/** An application as people have it, with all that Debian's package needs beside it. */
const wordpress = [
  "wordpress",
  "wordpress-theme-twentytwentyfive",
  "libapache2-mod-php",
  "mariadb-server-core",
  "tini",
];

const mariadb = ["mariadb-server-core", "mariadb-client", "gosu", "hostname"];

const wordpressRecipe: Recipe = { name: "wordpress", tag: wordpressImage, base, packages: wordpress };

const version = testImages.traefik.split(":")[1];

export const recipes: Recipe[] = [
  { name: "echo", tag: testImages.echo, program: { path: ".", ldflags: "-s -w" } },
  { name: "grpc", tag: grpcImage, program: { path: ".", ldflags: "-s -w" } },
  { name: "haproxy", tag: testImages.haproxy, base, packages: ["haproxy"] },
  { name: "keeper", tag: testImages.keeper, base, packages: ["nodejs"] },
  { name: "site", tag: testImages.site, base, packages: ["nginx"] },
  { name: "dav", tag: davImage, base, packages: ["apache2-bin"] },
  {
    name: "traefik",
    tag: testImages.traefik,
    base,
    program: {
      path: "github.com/traefik/traefik/v3/cmd/traefik",
      ldflags: `-s -w -X github.com/traefik/traefik/v3/pkg/version.Version=${version}`,
      unoptimised: [...unoptimised, "github.com/traefik/yaegi/...", "github.com/tetratelabs/wazero/..."],
      stubs: traefikStubs,
    },
  },
  {
    name: "lego",
    tag: testImages.lego,
    base,
    program: {
      path: "github.com/go-acme/lego/v4/cmd/lego",
      ldflags: "-s -w",
      unoptimised,
      stubs: legoStubs,
    },
  },
  { name: "machine", tag: machineImages[12], system: { release: "bookworm", packages: machinePackages } },
  { name: "machine", tag: machineImages[13], system: { release: "trixie", packages: machinePackages } },
  wordpressRecipe,
  { name: "wordpress-apache", tag: wordpressApacheImage, base: wordpressRecipe },
  { name: "mariadb", tag: mariadbImage, base, packages: mariadb },
  {
    name: "postgres",
    tag: postgresImage,
    base,
    packages: ["postgresql-17", "gosu"],
    args: { version: "17" },
  },
  { name: "trac", tag: tracImage, base, packages: ["trac", "gosu"] },
  {
    name: "entries",
    tag: entriesImage,
    base,
    packages: ["catatonit", "dumb-init", "gosu", "libcap2-bin", "s6", "tini", "util-linux"],
  },
  { name: "pebble", tag: pebbleImage, base, packages: ["pebble"] },
  { name: "registry", tag: registryImage, base, packages: ["docker-registry"] },
  {
    name: "restic",
    tag: resticImage,
    base,
    packages: ["restic", "jq", "openssh-client", "tzdata", "netcat-traditional", "faketime"],
  },
  { name: "git", tag: gitImage, base, packages: ["git", "openssh-server", "openssh-client"] },
  { name: "sqlite", tag: sqliteImage, base, packages: ["python3"] },
  {
    name: "monitor",
    tag: monitorImage,
    base,
    packages: [
      "prometheus",
      "prometheus-alertmanager",
      "prometheus-node-exporter",
      "prometheus-blackbox-exporter",
      "ntfy",
    ],
  },
  { name: "rest-server", tag: restServerImage, base, packages: ["restic-rest-server"] },
];

/** What few files ask for, and these build. */
export const furtherRecipes: Recipe[] = [
  { name: "etherpad", tag: etherpadImage, base, packages: ["nodejs"], npm: true },
  {
    name: "mediawiki",
    tag: mediawikiImage,
    base,
    packages: ["mediawiki", "php-redis", "libapache2-mod-php"],
  },
  {
    name: "s3",
    tag: s3Image,
    base,
    program: {
      path: ".",
      ldflags: "-s -w",
      unoptimised: ["github.com/aws/...", "github.com/segmentio/...", "github.com/hashicorp/..."],
    },
  },
  { name: "mqtt", tag: mqttImage, base, packages: ["mosquitto", "mosquitto-clients"] },
  { name: "dns", tag: dnsImage, base, packages: ["dnsmasq-base"] },
  { name: "curl", tag: curlImage, base, packages: ["curl"] },
  { name: "valkey", tag: valkeyImage, base, packages: ["valkey-server", "util-linux"] },
];

/** Google's own way to sign in and sessions in Redis, which no test asks for, and most of its code. */
const oauth2ProxyStubs = {
  "github.com/oauth2-proxy/oauth2-proxy/v7": {
    "providers/google.go": "google.go",
    "pkg/sessions/redis": "redis.go",
  },
};

/** What a visitor signs in with. */
export const signInRecipes: Recipe[] = [
  {
    name: "oauth2-proxy",
    tag: oauth2ProxyImage,
    base,
    program: {
      path: "github.com/oauth2-proxy/oauth2-proxy/v7",
      ldflags: "-s -w",
      unoptimised: ["github.com/...", "google.golang.org/...", "golang.org/x/..."],
      stubs: oauth2ProxyStubs,
    },
  },
  { name: "oidc", tag: oidcImage, base, packages: ["nodejs"], npm: true },
];

/** Of the release before: what an upgrade begins with. */
export const formerRecipes: Recipe[] = [
  { name: "mariadb", tag: formerMariadbImage, base, packages: mariadb, release: "bookworm" },
  {
    name: "postgres",
    tag: formerPostgresImage,
    base,
    packages: ["postgresql-15", "gosu"],
    release: "bookworm",
    args: { version: "15" },
  },
];

export const directoryOf = (recipe: Recipe) => join(__dirname, recipe.name);

/** Changes when anything does that the image is made of; the image carries it as a label. */
export async function hashOf(recipe: Recipe): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(recipe));
  if (recipe.base) {
    hash.update(await hashOf(recipe.base));
  }
  const entries = await readdir(directoryOf(recipe), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  for (const file of files
    .map((one) => relative(directoryOf(recipe), join(one.parentPath, one.name)))
    .sort()) {
    hash.update(`\0${file}\0`).update(await readFile(join(directoryOf(recipe), file)));
  }
  return hash.digest("hex");
}
