/** Compiling Go programs with the machine's Go or, where that is missing or too old, with Debian 13's. */
import { existsSync } from "node:fs";
import { appendFile, cp, readdir, rm } from "node:fs/promises";
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
  const own = program.stubs ? [`-modfile=${await stubbed(go, module, program.stubs, `${to}.stubbed`)}`] : [];
  await run(go, ["build", ...flags, ...own, "-o", to, program.path], {
    cwd: module,
    env: { CGO_ENABLED: "0" },
  });
  await rm(`${to}.stubbed`, { recursive: true, force: true });
}

/**
 * Copies modules, with stubs in the place of some packages, and makes a go.mod that names the copies.
 * @returns its path
 */
async function stubbed(go: string, module: string, stubs: NonNullable<Program["stubs"]>, to: string) {
  const modfile = join(to, "go.mod");
  await cp(join(module, "go.mod"), modfile);
  await cp(join(module, "go.sum"), join(to, "go.sum"));
  for (const [at, [name, places]] of Object.entries(stubs).entries()) {
    const copy = join(to, String(at));
    const { Dir } = JSON.parse(await run(go, ["mod", "download", "-json", name], { cwd: module }));
    await cp(Dir, copy, { recursive: true });
    // What Go has downloaded is nobody's to change, and the copy is the same.
    await run("chmod", ["-R", "u+w", copy]);
    for (const [place, stub] of Object.entries(places)) {
      const whole = !place.endsWith(".go");
      if (whole) await rm(join(copy, place), { recursive: true });
      await cp(join(module, "stubs", stub), join(copy, place, whole ? stub : ""));
    }
    await appendFile(modfile, `\nreplace ${name} => ${copy}\n`);
  }
  return modfile;
}
