import { cpSync, existsSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compiler, type Packed, packAndInstall, run } from "./tarball";

const folder = resolve(__dirname, "../../examples");

/** The names of the projects in `examples/` that are in TypeScript. */
export const exampleNames = readdirSync(folder)
  .filter((name) => existsSync(join(folder, name, "index.ts")))
  .sort();

/** The example projects as a stranger has them: copied from the checkout, with the packed package installed. */
export interface InstalledExamples {
  /** The folder of an example. */
  readonly folderOf: (name: string) => string;
  /** Fails where a program does not agree with the types that the package brings along. */
  readonly checkTypes: () => Promise<void>;
  readonly remove: () => void;
}

/** Packs the package and copies the examples beside it. */
export async function installExamples(): Promise<InstalledExamples> {
  const { project, remove }: Packed = await packAndInstall();
  cpSync(folder, project, { recursive: true });
  const checkTypes = async () => {
    // One run for all: they are compiled with the same options.
    const files = exampleNames.map((name) => `${name}/index.ts`);
    writeFileSync(
      join(project, "tsconfig.json"),
      JSON.stringify({
        extends: `./${exampleNames[0]}/tsconfig.json`,
        compilerOptions: { rootDir: "." },
        files,
      }),
    );
    await run(project, process.execPath, compiler, "-p", ".");
  };
  return { folderOf: (name) => join(project, name), checkTypes, remove };
}
