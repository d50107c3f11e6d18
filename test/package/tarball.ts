import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { x } from "tinyexec";
import { removeFolder } from "../support/removeFolder";

const root = resolve(__dirname, "../..");
const installed = join(root, "node_modules");
/** What a checkout has that is not its own. */
const left = new Set([".git", ".cache", "node_modules", "dist"]);

/** The package as a stranger gets it: packed from a copy of the checkout, unpacked into a project of their own. */
export interface Packed {
  /** Paths in the tarball. */
  readonly files: readonly string[];
  /** What is downloaded, and what it is on a disk, in bytes. */
  readonly size: { readonly packed: number; readonly unpacked: number };
  /** The project, with the package and its dependencies in `node_modules`. */
  readonly project: string;
  /** The unpacked package. */
  readonly folder: string;
  readonly remove: () => void;
}

/**
 * Packs with `npm pack`, which builds first; installs without asking any registry.
 * @param within folder of the package in the checkout
 */
export async function packAndInstall(within = "."): Promise<Packed> {
  const directory = mkdtempSync(join(tmpdir(), "homeport-package-"));
  const copy = join(directory, "checkout");
  cpSync(root, copy, { recursive: true, filter: (source) => !left.has(basename(source)) });
  symlinkSync(installed, join(copy, "node_modules"));

  const [packed] = JSON.parse(
    await run(join(copy, within), "npm", "pack", "--json", "--pack-destination", directory),
  ) as [{ filename: string; size: number; unpackedSize: number; files: { path: string }[] }];
  const project = join(directory, "project");
  const { name: called, bin = {}, dependencies = {}, peerDependencies = {} } = manifestIn(join(copy, within));
  const folder = join(project, "node_modules", called);
  mkdirSync(folder, { recursive: true });
  await run(directory, "tar", "-xzf", packed.filename, "-C", folder, "--strip-components", "1");
  for (const name of [...Object.keys({ ...dependencies, ...peerDependencies }), "@types/node"]) {
    const link = join(project, "node_modules", name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(installed, name), link);
  }
  linkCommands(join(project, "node_modules"), called, bin);
  return {
    files: packed.files.map(({ path }) => path),
    size: { packed: packed.size, unpacked: packed.unpackedSize },
    project,
    folder,
    remove: () => removeFolder(directory),
  };
}

interface Manifest {
  readonly name: string;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** As npm does where it installs a package. */
function linkCommands(modules: string, name: string, bin: Readonly<Record<string, string>>): void {
  mkdirSync(join(modules, ".bin"), { recursive: true });
  for (const [command, file] of Object.entries(bin))
    symlinkSync(join("..", name, file), join(modules, ".bin", command));
}

const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));

/** @returns what a program printed; its output is the error where it fails. */
export async function run(directory: string, program: string, ...words: string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await x(program, words, { nodeOptions: { cwd: directory } });
  if (exitCode !== 0) throw new Error(`${program} ${words.join(" ")} failed:\n${stdout}${stderr}`);
  return stdout;
}

/** The compiler that the project itself uses. */
export const compiler = join(installed, "typescript/bin/tsc");
