import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect } from "vitest";

/**
 * Compares a text with the file that a person has read and agreed to. `UPDATE_GOLDEN=1` writes the files
 * anew; a missing one is a failure, or a renderer without a golden file would look tested.
 */
export function expectGolden(path: string, text: string, folder = join(__dirname, "golden")): void {
  const file = join(folder, path);
  if (process.env.UPDATE_GOLDEN === "1") {
    if (process.env.CI) throw new Error("golden files are written by a person, not by CI");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return;
  }
  if (!existsSync(file))
    throw new Error(`${path}: there is no such golden file; write it with UPDATE_GOLDEN=1`);
  expect(text, `${path} differs; if that is meant, UPDATE_GOLDEN=1 writes it anew`).toBe(
    readFileSync(file, "utf8"),
  );
}
