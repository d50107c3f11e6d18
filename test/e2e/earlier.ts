import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { removeFolder } from "../support/removeFolder";

/** The last commit of each version. */
export const earlier = {
  "0.1.0": "f15cb60411f990ec3ed65cf1de94afa42f971d1d",
  "0.2.0": "8e211fc8e99af860175d10120e65b9f0912d1487",
} as const;

export type EarlierVersion = keyof typeof earlier;

const checkout = path.resolve(__dirname, "../..");
const git = (...words: string[]) => execFileSync("git", ["-C", checkout, ...words], { maxBuffer: 1 << 27 });

/** Whether the checkout has the commits of before: a shallow clone has none. */
export function hasHistory(): boolean {
  try {
    for (const commit of Object.values(earlier)) git("cat-file", "-e", commit);
    return true;
  } catch {
    return false;
  }
}

/** An earlier version in a folder of its own, with its own libraries. */
export class Earlier {
  readonly folder = mkdtempSync(path.join(tmpdir(), "homeport-earlier-"));

  constructor(version: EarlierVersion) {
    execFileSync("tar", ["-x", "-C", this.folder], { input: git("archive", earlier[version]) });
    execFileSync("npm", ["ci", "--no-audit", "--no-fund"], { cwd: this.folder, stdio: "ignore" });
  }

  close(): void {
    removeFolder(this.folder);
  }
}
