/** The official images that run where nothing else is named, pinned by version. */
export const defaultImages = {
  haproxy: "haproxy:3.2.21-alpine",
  traefik: "traefik:v3.6.7",
  keeper: "node:22.21.1-alpine3.22",
  lego: "goacme/lego:v4.31.0",
  restic: "restic/restic:0.18.1",
  sqlite: "python:3.13.9-alpine3.22",
  prometheus: "prom/prometheus:v2.53.3",
  alertmanager: "prom/alertmanager:v0.28.1",
  blackboxExporter: "prom/blackbox-exporter:v0.26.0",
  nodeExporter: "prom/node-exporter:v1.9.0",
  postgres: "postgres:17.6",
  mariadb: "mariadb:11.8.5",
  mysql: "mysql:8.4.7",
  mongodb: "mongo:8.0.15",
  valkey: "valkey/valkey:8.1.4",
  redis: "redis:8.2.2",
} as const;

const registry = "(?:[a-zA-Z0-9.-]+|\\[[0-9a-fA-F:]+\\])(?::\\d+)?";
const path = "[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*";
const reference = new RegExp(
  `^(?:(?<registry>${registry})/)??(?<path>${path})(?::(?<tag>[\\w][\\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$`,
);
const imageId = /^(?:sha256:)?[0-9a-f]{64}$/;

/** Docker's own registry, which a reference need not name. */
export const dockerHub = "docker.io";

/** @returns whether a text can stand before an image's path as the registry that has it. */
export const isRegistry = (text: string): boolean =>
  new RegExp(`^${registry}$`).test(text) && (/[.:[]/.test(text) || text === "localhost");

/** What an image reference says. */
export interface ImageReference {
  /** Where it comes from; empty for an image's id. */
  readonly registry: string;
  /** As an engine shows it: registry and path, without Docker's own; empty for an image's id. */
  readonly name: string;
  readonly tag: string | undefined;
  /** `sha256:…`: exactly these layers. */
  readonly digest: string | undefined;
}

/**
 * Reads an image reference; the bare id of an image is a digest without a name.
 * @returns undefined where it is none.
 */
export function readImage(image: string): ImageReference | undefined {
  if (imageId.test(image)) return { registry: "", name: "", tag: undefined, digest: image };
  const match = reference.exec(image);
  if (!match) return undefined;
  const { tag, digest } = match.groups ?? {};
  const named = image.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
  const [first = "", ...rest] = named.split("/");
  const hasRegistry = rest.length > 0 && isRegistry(first);
  if (hasRegistry && first !== dockerHub && first !== `index.${dockerHub}`)
    return { registry: first, name: named, tag, digest };
  const bare = hasRegistry ? rest.join("/") : named;
  return { registry: dockerHub, name: bare.replace(/^library\//, ""), tag, digest };
}

/** What an image reference lacks: nothing, a valid form, or a pin. */
export type ImageVerdict = "pinned" | "unpinned" | "invalid";

/** @returns whether a reference is valid and names a version (a tag other than `latest`, a digest or an id). */
export function judgeImage(image: string): ImageVerdict {
  const read = readImage(image);
  if (!read) return "invalid";
  return read.digest || (read.tag && read.tag !== "latest") ? "pinned" : "unpinned";
}

/**
 * Whether an image is one that has run. By digest it has to be the same; a tag stands for what it was when it ran.
 * @param ran the reference of what has run
 */
export function isProven(image: string, ran: string): boolean {
  const [own, other] = [readImage(image), readImage(ran)];
  if (!own || !other) return false;
  if (own.digest !== undefined) return own.digest === other.digest;
  return own.name === other.name && own.tag === other.tag;
}

/** Where an image comes from, and by what an engine knows it once it is there. */
export interface ImageSource {
  readonly registry: string;
  /** As `docker image ls` shows it: name and tag, or name and digest. */
  readonly name: string;
}

/** Reads a valid reference; an image's id comes from nowhere. */
export function sourceOf(image: string): ImageSource | undefined {
  const { registry: from, name = "", tag = "latest", digest } = readImage(image) ?? {};
  if (!from || name === "") return undefined;
  return { registry: from, name: digest ? `${name}@${digest}` : `${name}:${tag}` };
}
