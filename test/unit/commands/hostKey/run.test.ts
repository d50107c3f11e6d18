import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { tellOf } from "../told";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-host-key-"));
  script(
    "ssh-keygen",
    `read key; echo "256 SHA256:of-$(echo "$key" | cut -d ' ' -f 2) no comment (ED25519)"`,
  );
});
afterEach(() => removeFolder(folder));

function script(name: string, text: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`);
  chmodSync(join(folder, name), 0o755);
}

const scanned = `echo "$@" > "${"$"}{0%/*}/words"
echo '# 10.0.0.12:22 SSH-2.0-OpenSSH_10.0'
echo '10.0.0.12 ssh-rsa RRRR'
echo '10.0.0.12 ssh-ed25519 EEEE'`;
const told = (...words: string[]) =>
  tellOf(["host-key", ...words], { variables: { PATH: `${folder}:/usr/bin:/bin` } });

describe("homeport host-key", () => {
  test("shows the best key that a machine has, with the fingerprint to compare", async () => {
    script("ssh-keyscan", scanned);
    expect(await told("10.0.0.12", "2222")).toEqual({
      code: 0,
      out: `hostKey: ssh-ed25519 EEEE

Anybody on the way could have answered. Compare before you use it; on the machine itself, at its own screen,
  ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub
has to show
  SHA256:of-EEEE
`,
      err: "",
    });
    expect(readFileSync(join(folder, "words"), "utf8")).toBe(
      "-T 10 -p 2222 -t ed25519,ecdsa,rsa -- 10.0.0.12\n",
    );
  });

  test("tells programs the same", async () => {
    script("ssh-keyscan", scanned);
    const { out } = await told("10.0.0.12", "--json");
    expect(JSON.parse(out)).toEqual({
      hostKey: "ssh-ed25519 EEEE",
      type: "ed25519",
      fingerprint: "SHA256:of-EEEE",
    });
  });

  test.each([
    [
      "nobody answers",
      "exit 1",
      ["10.0.0.12"],
      "10.0.0.12, port 22, shows no host key: no answer within 10 s",
    ],
    [
      "its name leads nowhere",
      "echo 'getaddrinfo attic: unknown' >&2",
      ["attic"],
      "no host key: getaddrinfo attic",
    ],
    ["no machine is said", "", [], "missing required argument 'address'"],
    [
      "the port is none",
      "",
      ["attic", "ssh"],
      'port: "ssh" is not a whole number from 1 to 65535; example: 22',
    ],
  ])("ends with 2 where %s", async (_, answer, words, said) => {
    script("ssh-keyscan", answer);
    const { code, out, err } = await told(...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(said);
  });

  test("says what is missing on this machine", async () => {
    const { err } = await tellOf(["host-key", "attic"], { variables: { PATH: folder } });
    expect(err).toContain("there is no ssh-keyscan on PATH");
  });
});
