/** What `reviewed.ts` can change of itself. */
export const reviewedChanges = [
  "new-service",
  "image",
  "scale-down",
  "volume-removed",
  "stop-first",
  "domain",
  "memory",
  "service-removed",
  "moved",
  "several",
  "broken",
] as const;

export type ReviewedChange = (typeof reviewedChanges)[number];
