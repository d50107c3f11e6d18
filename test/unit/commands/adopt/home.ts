import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { type Told, tellOf } from "../told";

let folders: string[] = [];
afterEach(() => {
  for (const folder of folders) removeFolder(folder);
  folders = [];
});

/** A folder with these files. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "homeport-adopt-"));
  folders.push(folder);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text, { mode: path.startsWith("bin/") ? 0o755 : 0o644 });
  }
  return folder;
}

/** What the command says about these files, where no engine answers. */
export const toldOf = (
  files: Readonly<Record<string, string>>,
  words = "compose.yml --show --name app",
  variables: Readonly<Record<string, string>> = {},
): Promise<Told> =>
  tellOf(["adopt", ...words.split(" ")], {
    folder: folderWith(files),
    variables: { PATH: "", ...variables },
  });

/** The same of one service. */
export const serviceOf = (yaml: string): Promise<Told> =>
  toldOf({ "compose.yml": `services:\n  app:\n${yaml.trimEnd().replace(/^/gm, "    ")}\n` });
