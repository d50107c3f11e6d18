import type { ResourceChange } from "./resource";
import type { VolumeChange } from "./unit";

/** What an update does to a volume, with the data in it. */
export function volumeChange(
  { action, before }: ResourceChange,
  resources: readonly ResourceChange[],
): VolumeChange["change"] {
  if (action === "create") return "added";
  if (action !== "delete" && action !== "replace") return "kept";
  const goesAlong = resources.some(
    (one) => one.urn === before?.deletedWith && (one.action === "delete" || one.action === "replace"),
  );
  return before?.retainOnDelete && !goesAlong ? "left" : "lost";
}
