import { join } from "node:path";
import { programText } from "../../../shared/programText";

/**
 * The keeper's program as one text, seen from the folder of everything about certificates: what it judges by is also what a
 * preview judges by.
 */
export const keeperProgram = (): string =>
  programText(join(__dirname, ".."), [
    "judge/pair.js",
    "judge/choose.js",
    "judge/source.js",
    "keeper/program/store.js",
    "keeper/program/status.js",
    "keeper/program/farm.js",
    "keeper/program/refusals.js",
    "keeper/program/keep.js",
    "keeper/program/report.js",
    "keeper/program/serve.js",
    "keeper/program/main.js",
  ]);
