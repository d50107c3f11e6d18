import { createHash } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import * as path from "node:path";
import { build, type Plugin } from "esbuild";

const made = new Map<string, Promise<string>>();

/**
 * A program and the components that it uses as one file, whose packages are the checkout's. Each run of a program has a process of its own:
 * to read five hundred files there, one by one, takes most of its time.
 */
export function bundled(program: string): Promise<string> {
  const file = made.get(program) ?? bundle(program);
  made.set(program, file);
  return file;
}

async function bundle(program: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [program],
    bundle: true,
    write: false,
    platform: "node",
    packages: "external",
    keepNames: true,
    plugins: [inPlace],
  });
  const text = outputFiles[0]?.text ?? "";
  const folder = path.resolve(__dirname, "../../.cache/programs");
  const file = path.join(folder, `${createHash("sha256").update(program).digest("hex").slice(0, 12)}.cjs`);
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
    onLoad({ filter: /\/components\/.*\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, "utf8");
      if (!text.includes("__dirname")) return undefined;
      return { contents: text.replaceAll("__dirname", JSON.stringify(path.dirname(file))), loader: "ts" };
    }),
};
