import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

const root = join(__dirname, "../../../..");
const sources = ["commands", "components"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);

/** Where restic waits for a lock, it says so among what it gives: a line before a dump, or a set's end that cannot be read. */
test("what restic gives of a repository is asked for without a word of its own", () => {
  const calls = sources.flatMap((name) =>
    readFileSync(join(root, name), "utf8")
      .split("\n")
      .filter((line) => /restic_\S* (dump|cat) |resticAt\(.*"(dump|cat)"/.test(line))
      .map((line) => `${name}: ${line.trim()}`),
  );
  expect(calls.length).toBeGreaterThan(5);
  const spoken = calls.filter((line) => !/(dump|cat)( |", ")--quiet| >\/dev\/null/.test(line));
  expect(spoken).toEqual([]);
});
