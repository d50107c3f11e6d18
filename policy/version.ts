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
