import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import { databaseDumperScript } from "../../../components/backups/databaseDumper";
import { databaseFunction } from "../../../components/backups/databasePart";
import { partFunction } from "../../../components/backups/part";
import { expectGolden } from "../golden";

const part = partFunction({ service: "cloud", volume: "db", engine: "mariadb 11.8" }, 0);

test.each([
  ["database-part.sh", `${databaseFunction}\n\n${part}\n`],
  ["database-dumper.sh", databaseDumperScript],
])("%s: one end of the pipe, which a shell can read", (file, script) => {
  expectGolden(`backups/${file}`, script);
  expect(spawnSync("sh", ["-n", "-c", script], { encoding: "utf8" }).stderr).toBe("");
});

test("what takes a dump is a text that a shell can read by itself", () => {
  const { stdout } = spawnSync("sh", ["-c", `${databaseFunction}\nprintf %s "$taker"`], { encoding: "utf8" });
  expect(stdout).toContain('cat "$dumps/pipe" &');
  expect(spawnSync("sh", ["-n", "-c", stdout], { encoding: "utf8" }).stderr).toBe("");
});
