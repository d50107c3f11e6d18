import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { sourceReader } from "../../../../components/front/certificates/judge/source.js";
import { makeCertificate } from "../../../support/certificates";
import { removeFolder } from "../../../support/removeFolder";

/** What may lie in a directory of certificates, and keeps nobody from reading the others. */

const directory = mkdtempSync(join(tmpdir(), "certificates-"));
const live = (...names: string[]) => join(directory, "live", ...names);
afterAll(() => removeFolder(directory));

beforeAll(async () => {
  const { chain, key } = await makeCertificate();
  for (const name of ["good", "piped", "endless", "folder", "large"]) {
    mkdirSync(live(name), { recursive: true });
    writeFileSync(live(name, "fullchain.pem"), chain);
    if (name === "good") writeFileSync(live(name, "privkey.pem"), key);
  }
  symlinkSync("good", live("linked"));
  symlinkSync("nowhere", live("dangling"));
  execFileSync("sh", ["-c", "mkfifo piped/privkey.pem"], { cwd: live() });
  symlinkSync("/dev/zero", live("endless", "privkey.pem"));
  mkdirSync(live("folder", "privkey.pem"));
  writeFileSync(live("large", "privkey.pem"), "");
  truncateSync(live("large", "privkey.pem"), 3_000_000_000);
});

test("a pipe, a device, a folder or a file without end is named, and nothing waits for it", () => {
  const faults = sourceReader(directory, "/shown")().pairs.map(({ name, fault }) => [name, fault]);
  const cannot = (name: string, why: string) =>
    `/shown/live/${name}/privkey.pem cannot be read (${why}); it has to belong to root`;
  expect(Object.fromEntries(faults)).toEqual({
    good: undefined,
    linked: undefined,
    dangling: expect.stringContaining("fullchain.pem is not there"),
    piped: cannot("piped", "no ordinary file"),
    endless: cannot("endless", "no ordinary file"),
    folder: cannot("folder", "EISDIR"),
    large: cannot("large", "3000000000 bytes"),
  });
});
