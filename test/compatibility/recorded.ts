import * as path from "node:path";
import { everything, graphOf } from "../graph/graph";
import type { Recording } from "../graph/recording";

/**
 * The programs whose states are kept: the home with the settings of both stacks, and the program that used every
 * option of the components of that version. The home is as it is today; the other one is kept beside its state.
 */
export const recorded = (
  version: string,
): Record<"prod" | "staging" | "everything", () => Promise<Recording>> => ({
  prod: () => graphOf(),
  staging: () => graphOf({ stack: "staging" }),
  everything: () => everything({ file: path.join(__dirname, version, "everything.ts") }),
});
