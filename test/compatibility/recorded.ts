import { existsSync } from "node:fs";
import * as path from "node:path";
import { everything, graphOf } from "../graph/graph";
import type { Recording } from "../graph/recording";

/**
 * The programs whose states are kept: the home with the settings of both stacks, the program that used every
 * option of the components of that version, and one with applications, where it knew any. The home is as it is today;
 * the others are kept beside their states.
 */
export function recorded(version: string): Record<string, () => Promise<Recording>> {
  const kept = (name: string) => path.join(__dirname, version, `${name}.ts`);
  return {
    prod: () => graphOf(),
    staging: () => graphOf({ stack: "staging" }),
    everything: () => everything({ file: kept("everything") }),
    ...(existsSync(kept("applications")) && {
      applications: () => graphOf({ file: kept("applications") }),
    }),
  };
}
