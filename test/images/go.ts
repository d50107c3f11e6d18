/** Compiling Go programs with the machine's Go or, where that is missing or too old, with Debian 13's. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { DebianPackages } from "./debian";
import type { Program } from "./recipes";
import { run } from "./run";

/** What the go.mod files ask for, and Debian 13 has. */
const needed = [1, 24] as const;

export async function findGo(debian: DebianPackages, directory: string): Promise<string> {
  const version = await run("go", ["env", "GOVERSION"]).catch(() => "");
  if (newEnough(version)) {
    return "go";
  }
  if (!existsSync(directory)) {
    await debian.unpack(["golang-go"], directory);
  }
  // golang-go only links to the directory of the version.
  const roots = await readdir(join(directory, "usr/lib"));
  return join(directory, "usr/lib", roots.find((name) => name.startsWith("go-")) ?? "", "bin/go");
}

/** Whether this answer of `go env GOVERSION` (go1.26.8) is a Go that can compile the programs. */
export function newEnough(version: string): boolean {
  const [, major = 0, minor = 0] = (/^go(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

/** A static binary, so that it runs on any base image. */
export async function compile(go: string, module: string, program: Program, to: string): Promise<void> {
  // No debug information, which nobody reads and which takes a tenth of the time.
  const quick = [
    "all=-dwarf=false",
    ...(program.unoptimised ?? []).map((path) => `${path}=-N -l -dwarf=false`),
  ];
  const flags = ["-trimpath", `-ldflags=${program.ldflags}`, ...quick.map((flag) => `-gcflags=${flag}`)];
  await run(go, ["build", ...flags, "-o", to, program.path], { cwd: module, env: { CGO_ENABLED: "0" } });
}
