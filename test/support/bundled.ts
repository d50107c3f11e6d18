import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

const root = path.resolve(__dirname, "../..");

/** What starts a process that runs a program of the tests, and the program it is told. */
export interface Started {
  readonly file: string;
  readonly execArgv: string[];
  readonly program: string;
}

/** A program of this checkout as one file; one of another project as it is, which finds components in its own way. */
export async function startedBy(runner: string, program: string): Promise<Started> {
  const within = (folder: string) => program.startsWith(`${path.join(root, folder)}${path.sep}`);
  if (!within(".") || within("examples"))
    return { file: runner, execArgv: ["--import", pathToFileURL(require.resolve("tsx")).href], program };
  const [file, one] = await Promise.all([bundled(runner), bundled(program)]);
  return { file, execArgv: ["--enable-source-maps"], program: one };
}

const made = new Map<string, Promise<string>>();

/**
 * A program and the components that it uses as one file, whose packages are the checkout's, made once in a process.
 * Each run of a program has a process of its own: to read five hundred files there, one by one, takes most of its time.
 */
function bundled(program: string): Promise<string> {
  const file = made.get(program) ?? bundle(program);
  made.set(program, file);
  return file;
}

async function bundle(program: string): Promise<string> {
  const folder = path.join(root, ".cache/programs");
  const file = path.join(folder, `${createHash("sha256").update(program).digest("hex").slice(0, 12)}.cjs`);
  const { outputFiles } = await build({
    entryPoints: [program],
    outfile: file,
    bundle: true,
    write: false,
    platform: "node",
    packages: "external",
    keepNames: true,
    sourcemap: "inline",
    sourcesContent: false,
    plugins: [inPlace],
  });
  const text = outputFiles[0]?.text ?? "";
  mkdirSync(folder, { recursive: true });
  // Other processes of the tests make the same one.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, text);
  renameSync(own, file);
  return file;
}

/** Files beside which others are read stay where they are to themselves. */
const inPlace: Plugin = {
  name: "in place",
  setup: ({ onLoad }) =>
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      if (!text.includes("__dirname")) return undefined;
      return { contents: text.replaceAll("__dirname", JSON.stringify(path.dirname(file))), loader: "ts" };
    }),
};
