import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { tarOf } from "../../../components/containers/tar";

const files = [
  { name: "0", content: "", mode: "0444", user: 0, group: 0 },
  { name: "1", content: "grün\n".repeat(200), mode: "0400", user: 1000, group: 1001 },
  { name: "2", content: "x".repeat(512), mode: "4755", user: 0o7777777, group: 0o7777777 },
];

test("an archive is what tar reads, with owners, modes and content", () => {
  const input = tarOf(files);
  const tar = (...words: string[]) =>
    execFileSync("tar", ["--numeric-owner", ...words], { input, encoding: "utf8", env: { TZ: "UTC" } });
  expect(tar("-tvf", "-").replaceAll(/ +/g, " ")).toBe(
    `-r--r--r-- 0/0 0 1970-01-01 00:00 0
-r-------- 1000/1001 1200 1970-01-01 00:00 1
-rwsr-xr-x 2097151/2097151 512 1970-01-01 00:00 2
`,
  );
  for (const { name, content } of files) expect(tar("-xOf", "-", name)).toBe(content);
});

test("the same files are the same archive", () => expect(tarOf(files).equals(tarOf(files))).toBe(true));
