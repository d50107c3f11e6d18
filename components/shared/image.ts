/** The official images that run where nothing else is named, pinned by version. */
export const defaultImages = {
  haproxy: "haproxy:3.2.21-alpine",
  traefik: "traefik:v3.6.7",
  keeper: "node:22.21.1-alpine3.22",
  lego: "goacme/lego:v4.31.0",
} as const;

const registry = "(?:[a-zA-Z0-9.-]+|\\[[0-9a-fA-F:]+\\])(?::\\d+)?";
const path = "[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*";
const reference = new RegExp(
  `^(?:(?<registry>${registry})/)??(?<path>${path})(?<tag>:[\\w][\\w.-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?$`,
);
const imageId = /^sha256:[0-9a-f]{64}$/;

/** What an image reference lacks: nothing, a valid form, or a pin. */
export type ImageVerdict = "pinned" | "unpinned" | "invalid";

/** @returns whether a reference is valid and names a version (a tag other than `latest`, a digest or an id). */
export function judgeImage(image: string): ImageVerdict {
  if (imageId.test(image)) return "pinned";
  const match = reference.exec(image);
  if (!match) return "invalid";
  const { tag, digest } = match.groups ?? {};
  return digest || (tag && tag !== ":latest") ? "pinned" : "unpinned";
}

/** Docker's own registry, which a reference need not name. */
export const dockerHub = "docker.io";

/** @returns whether a text can stand before an image's path as the registry that has it. */
export const isRegistry = (text: string): boolean =>
  new RegExp(`^${registry}$`).test(text) && (/[.:[]/.test(text) || text === "localhost");

/** Where an image comes from, and by what an engine knows it once it is there. */
export interface ImageSource {
  readonly registry: string;
  /** As `docker image ls` shows it: name and tag, or name and digest. */
  readonly name: string;
}

/** Reads a valid reference; an image's id comes from nowhere. */
export function sourceOf(image: string): ImageSource | undefined {
  if (imageId.test(image)) return undefined;
  const [first = "", ...rest] = image.split("/");
  const named = rest.length > 0 && isRegistry(first);
  const isHub = !named || first === dockerHub || first === "index.docker.io";
  const path = named ? rest.join("/") : image;
  const { tag = ":latest", digest } = reference.exec(path)?.groups ?? {};
  const bare = path.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
  const name = isHub ? bare.replace(/^library\//, "") : `${first}/${bare}`;
  return { registry: isHub ? dockerHub : first, name: `${name}${digest ?? tag}` };
}
