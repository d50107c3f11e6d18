import type { RawSettings } from "./schema";

/** A stack's settings with its offsets added to the ports. */
export type Resolved = RawSettings;

/** Another stack of the project. */
export interface Sibling {
  readonly stack: string;
  readonly settings: Resolved;
}
