import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { forAnyShell } from "../../../../components/hosts/machine/script";
import { visit } from "../../../../components/hosts/machine/visit";
import { removeFolder } from "../../../support/removeFolder";

const target = {
  name: "apps",
  address: "10.0.0.12",
  port: 22,
  user: "root",
  hostKey: "ssh-ed25519 AAAA",
  keepAliveSeconds: 5,
};

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-ssh-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  removeFolder(folder);
});

/** What comes of a visit where `ssh` is this script. */
function visitBy(script: string) {
  const file = join(folder, "ssh");
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" >${folder}/words\n${script}\n`);
  chmodSync(file, 0o755);
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  return visit(target, "docker network ls", 1);
}

test("one connection asks the machine, and is given up sooner than that of an update", async () => {
  expect(await visitBy("echo answer")).toEqual({ stdout: "answer\n", failure: undefined });
  const words = readFileSync(join(folder, "words"), "utf8").split("\n");
  expect(words.slice(-4)).toEqual(["--", "apps", forAnyShell("docker network ls"), ""]);
  expect(words).toContain("ConnectTimeout=3");
});

test.each([
  [
    "the last that is said",
    "ssh: connect to host 10.0.0.12 port 22: No route to host",
    "ssh: connect to host 10.0.0.12 port 22: No route to host",
  ],
  [
    "what the jump host's connection says, behind which nobody is then",
    "ssh: connect to host gate port 22: Connection refused\nConnection closed by UNKNOWN port 65535",
    "ssh: connect to host gate port 22: Connection refused",
  ],
  ["the status of one who says nothing", "", "status 255"],
])("a machine that is not reached: the reason is %s", async (_, said, failure) => {
  expect(await visitBy(`printf '%b' '${said.replace(/\n/g, "\\r\\n")}' >&2; exit 255`)).toMatchObject({
    failure,
  });
});

test("a machine that takes the connection and says nothing is left after a while", async () => {
  expect(await visitBy("exec sleep 60")).toMatchObject({ failure: "nothing within 1 s" });
});

test("where there is no ssh, that is the reason", async () => {
  vi.stubEnv("PATH", folder);
  expect(await visit(target, "true")).toMatchObject({ failure: 'the "ssh" command was not found' });
});
