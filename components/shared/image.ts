/** The official images that run where nothing else is named, pinned by version. */
export const defaultImages = {
  haproxy: "haproxy:3.2.21-alpine",
  traefik: "traefik:v3.6.7",
  keeper: "node:22.21.1-alpine3.22",
  lego: "goacme/lego:v4.31.0",
} as const;

const registryAndPath = "(?:[a-zA-Z0-9.-]+(?::\\d+)?/)?[a-z0-9]+(?:(?:[._]|__|-+|/)[a-z0-9]+)*";
const reference = new RegExp(
  `^${registryAndPath}(?<tag>:[\\w][\\w.-]{0,127})?(?<digest>@sha256:[0-9a-f]{64})?$`,
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
