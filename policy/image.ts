/** What an image reference says. */
export interface ImageReference {
  /** Registry and path. */
  readonly name: string;
  readonly tag: string | undefined;
  /** `sha256:…`: exactly these layers. */
  readonly digest: string | undefined;
}

/** Reads an image reference; a bare id of an image is a digest without a name. */
export function readImage(reference: string): ImageReference {
  if (/^(sha256:)?[0-9a-f]{64}$/.test(reference)) return { name: "", tag: undefined, digest: reference };
  const [named = "", digest] = reference.split("@");
  // A colon before the last slash is that of the registry's port.
  const at = named.indexOf(":", named.lastIndexOf("/") + 1);
  return at < 0
    ? { name: named, tag: undefined, digest }
    : { name: named.slice(0, at), tag: named.slice(at + 1), digest };
}

/** @returns the numbers with which a tag begins: `[3, 6, 7]` for `v3.6.7-alpine`; none where it is no version. */
export const versionOf = (tag: string | undefined): number[] =>
  (/^v?(\d+(?:\.\d+)*)/.exec(tag ?? "")?.[1] ?? "")
    .split(".")
    .filter((part) => part !== "")
    .map(Number);

/** @returns whether a version is older than another; `3` stands for the newest 3 and is not older than `3.6`. */
export function isOlder(version: readonly number[], than: readonly number[]): boolean {
  const at = version.findIndex((number, at) => number !== (than[at] ?? 0));
  return at >= 0 && (version[at] ?? 0) < (than[at] ?? 0);
}
