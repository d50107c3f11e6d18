import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { bin } from "../../package.json";
import { packages } from "../../package-lock.json";
import { type Packed, run } from "./tarball";

const root = resolve(__dirname, "../..");
const source = join(root, "facade");
const inModules = "node_modules/";

/** Copies the facade beside the packed package, which it then finds like any project. @returns its folder. */
export function copyFacade({ project }: Packed): string {
  const folder = join(project, "facade");
  cpSync(source, folder, { recursive: true, filter: (path) => !path.includes(inModules.slice(0, -1)) });
  return folder;
}

/**
 * The facade as it is after an installation without tools for development, with packages that npm finds in order:
 * it replaces links, and asks no registry where nothing is missing.
 */
export async function installFacade(packed: Packed): Promise<string> {
  const folder = copyFacade(packed);
  const modules = join(folder, inModules);
  for (const name of [...productionPackages(), ".bin"]) {
    const [from, to] = [join(root, inModules, name), join(modules, name)];
    // Of some packages, a machine has only what its own platform needs.
    if (!existsSync(from)) continue;
    mkdirSync(dirname(to), { recursive: true });
    // Thousands of files: linked where both are on one disk. Elsewhere, linking leaves empty folders.
    await run(
      root,
      "sh",
      "-c",
      'cp -al "$0" "$1" 2>/dev/null || { rm -rf "$1"; cp -R "$0" "$1"; }',
      from,
      to,
    );
  }
  await run(root, "cp", "-R", packed.folder, join(modules, "homeport"));
  // npm would fetch a package anew whose commands are not linked.
  for (const [name, file] of Object.entries(bin)) {
    const link = join(modules, ".bin", name);
    // In the checkout it leads to the checkout.
    rmSync(link, { force: true });
    symlinkSync(join("../homeport", file), link);
  }
  return folder;
}

/** What the lock file has for those who install the package. */
const productionPackages = (): string[] =>
  Object.entries(packages as Record<string, { dev?: boolean }>)
    .filter(([path, { dev }]) => path.startsWith(inModules) && !dev)
    .map(([path]) => path.slice(inModules.length))
    // What lies in another package comes with it.
    .filter((name) => !name.includes(`/${inModules}`));
