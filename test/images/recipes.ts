/** What each test image is made of, beside the Dockerfile in the directory of its name. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Release } from "./debian";
import {
  davImage,
  entriesImage,
  grpcImage,
  machineImages,
  pebbleImage,
  registryImage,
  resticImage,
  restServerImage,
  sqliteImage,
  testImages,
  wordpressImage,
} from "./tags";

export interface Program {
  /** The Go package, seen from the directory's module. */
  path: string;
  ldflags: string;
  /** Packages that no request passes through: not optimised, which compiles them in half the time. */
  unoptimised?: string[];
}

export interface Recipe {
  name: string;
  tag: string;
  /** Debian packages whose files the Dockerfile finds in `packages/`, those of the base image left out. */
  packages?: string[];
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

// Packages that no request passes through, of lego and of Traefik, which has lego inside: compiled once for both.
const unoptimised = ["github.com/aws/...", "github.com/Azure/...", "github.com/go-acme/...", "k8s.io/..."];

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
      unoptimised,
    },
  },
  {
    name: "lego",
    tag: testImages.lego,
    base,
    program: { path: "github.com/go-acme/lego/v4/cmd/lego", ldflags: "-s -w", unoptimised },
  },
  { name: "machine", tag: machineImages[12], system: { release: "bookworm", packages: machinePackages } },
  { name: "machine", tag: machineImages[13], system: { release: "trixie", packages: machinePackages } },
  { name: "wordpress", tag: wordpressImage, base, packages: wordpress },
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
  { name: "sqlite", tag: sqliteImage, base, packages: ["python3"] },
  { name: "rest-server", tag: restServerImage, base, packages: ["restic-rest-server"] },
];

export const directoryOf = (recipe: Recipe) => join(__dirname, recipe.name);

/** Changes when anything does that the image is made of; the image carries it as a label. */
export async function hashOf(recipe: Recipe): Promise<string> {
  const hash = createHash("sha256").update(JSON.stringify(recipe));
  if (recipe.base) {
    hash.update(await hashOf(recipe.base));
  }
  for (const file of (await readdir(directoryOf(recipe))).sort()) {
    hash.update(`\0${file}\0`).update(await readFile(join(directoryOf(recipe), file)));
  }
  return hash.digest("hex");
}
