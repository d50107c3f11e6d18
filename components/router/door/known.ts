import { createHash } from "node:crypto";

/** By which guard rails know the door's program. A test says what it is after a change of the program. */
export const doorPrint = "88865ca5a9348dd9e62169c67217fa65992205bde79fc6a6f3171d540eef0a76";

/** What a program is known by, whether it is as it was written or as it was built. */
export const printOf = (program: string): string => createHash("sha256").update(bare(program)).digest("hex");

const bare = (program: string): string =>
  program
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/^\s*\/\/.*$/gm, "")
    .replaceAll('"use strict";', "")
    .replace(/[\s;]+/g, "")
    .replace(/,(?=[)}\]])/g, "");
