import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { removeFolder } from "../../support/removeFolder";
import { root } from "./templates";

const program = require.resolve("gitlab-ci-local");
/** It is built for Node.js 22, and this is all that Node.js 20 lacks of it. */
const union = "Set.prototype.union ??= function (other) { return new Set([...this, ...other]); };";

/** The project's own pipeline, which includes the template, in the eyes of a program that reads it as GitLab does. */
export class GitlabLocal {
  private readonly folder = mkdtempSync(join(tmpdir(), "homeport-gitlab-"));

  constructor() {
    for (const name of [".gitlab-ci.yml", "ci"])
      cpSync(join(root, name), join(this.folder, name), { recursive: true });
    // What is included has to be a file of a repository.
    for (const words of [
      ["init", "--quiet"],
      ["add", "--all"],
    ])
      spawnSync("git", words, { cwd: this.folder });
  }

  /** Has it read another text in the template's place. */
  change(template: string): void {
    writeFileSync(join(this.folder, "ci/gitlab.yml"), template);
  }

  /** Lists the jobs that run, with these variables set. */
  list(variables: Readonly<Record<string, string>> = {}): { code: number | null; told: string; err: string } {
    const preload = `data:text/javascript,${encodeURIComponent(union)}`;
    const set = Object.entries(variables).flatMap(([name, value]) => ["--variable", `${name}=${value}`]);
    const words = ["--import", preload, program, "--list-csv", ...set];
    const { status, stdout, stderr } = spawnSync(process.execPath, words, {
      cwd: this.folder,
      env: { PATH: process.env.PATH, HOME: this.folder },
      encoding: "utf8",
    });
    return { code: status, told: stdout, err: stderr };
  }

  remove(): void {
    removeFolder(this.folder);
  }
}
