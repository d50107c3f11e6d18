import { spawnSync } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { redis, valkey } from "../../../components/databases/engines/valkey";
import { removeFolder } from "../../support/removeFolder";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "valkey-"));
  writeFileSync(join(folder, "password"), "s3cret");
});
afterAll(() => removeFolder(folder));

describe.each([valkey, redis])("$title", ({ ask, counts, kind }) => {
  /** Its shell says so, and ends well: that is its way where the words are on its standard input. */
  const said = (shell: string, text: string) => {
    const program = join(folder, `${kind}-cli`);
    writeFileSync(program, `#!/bin/sh\ncat <<'END'\n${text}\nEND\n`);
    chmodSync(program, 0o755);
    const { status, stdout, stderr } = spawnSync("sh", ["-c", shell], {
      encoding: "utf8",
      env: { PATH: `${folder}:${process.env.PATH}`, HOMEPORT_PASSWORD_FILE: join(folder, "password") },
    });
    return { status, stdout, stderr };
  };

  test.each([
    ["(error) ERR unknown command 'BADCMD'", "OK\n(error) ERR unknown command 'BADCMD'\n(integer) 1"],
    ["1) (error) WRONGTYPE", "QUEUED\n1) (error) WRONGTYPE"],
    ["   2) (error) WRONGTYPE", '1) 1) "a"\n   2) (error) WRONGTYPE'],
    ["Invalid argument(s)", "Invalid argument(s)\nOK"],
    ["Could not connect to it", "Could not connect to it"],
    ["AUTH failed: WRONGPASS", "AUTH failed: WRONGPASS"],
  ])("%j among the answers fails what was asked", (problem, text) => {
    expect(said(ask, text)).toEqual({ status: 1, stdout: "", stderr: `${problem}\n` });
  });

  test("answers are plain rows", () => {
    const text = 'OK\n(integer) 1\n"(error) it says"\n1) "a"\n2) "b"\n(nil)';
    expect(said(ask, text)).toMatchObject({ status: 0, stdout: "OK\n1\n(error) it says\na\nb\n\n" });
  });

  test("keys that cannot be counted are not none", () => {
    expect(said(counts, "NOAUTH Authentication required.")).toMatchObject({ status: 1, stdout: "" });
    expect(said(counts, "# Keyspace\ndb0:keys=3,expires=1,avg_ttl=0")).toMatchObject({
      ...{ status: 0, stdout: "db0\t2\n" },
    });
  });
});
