/** Where merge requests are. */
export const forges = ["gitlab", "github", "forgejo"] as const;
export type ForgeName = (typeof forges)[number];
