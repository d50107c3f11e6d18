import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { hostKeyProblem } from "../../../../components/hosts/machine/hostKey";
import { removeFolder } from "../../../support/removeFolder";

const folder = mkdtempSync(join(tmpdir(), "homeport-keys-"));
afterAll(() => removeFolder(folder));

function made(type: string, ...more: string[]): string {
  const file = join(folder, `${type}${more.join("")}`);
  execFileSync("ssh-keygen", ["-q", "-t", type, ...more, "-N", "", "-C", "root@apps", "-f", file]);
  return readFileSync(`${file}.pub`, "utf8");
}
const ed25519 = made("ed25519");

describe("a public host key", () => {
  test.each([
    ["Ed25519", ed25519],
    ["ECDSA", made("ecdsa", "-b", "384")],
    ["RSA", made("rsa", "-b", "2048")],
    ["one without a comment", ed25519.split(" ").slice(0, 2).join(" ")],
  ])("may be %s", (_, text) => expect(hostKeyProblem(text)).toBeUndefined());

  test.each([
    [
      "a fingerprint",
      "SHA256:aUgXzXjAJa+pAlqrbAIEe3HvjRMuHMNsNfY0HuJ4DY0",
      "is a fingerprint, by which nothing can be pinned",
    ],
    ["a line of known_hosts", `10.0.0.12 ${ed25519}`, "leave out what stands before the type"],
    ["a private key", "-----BEGIN OPENSSH PRIVATE KEY-----", "a private key stands here"],
    ["the key alone", ed25519.split(" ")[1] ?? "", "is not a public host key"],
    [
      "another type than the key's own",
      ed25519.replace("ssh-ed25519", "ssh-rsa"),
      "is not a public host key",
    ],
    ["half a key", "ssh-ed25519 AAAA", "is not a public host key"],
  ])("is not %s: the right form is shown", (_, text, problem) => {
    expect(hostKeyProblem(text)).toContain(problem);
    expect(hostKeyProblem(text)).toContain("ssh_host_ed25519_key.pub; example: ssh-ed25519 AAAA");
  });

  test("that is refused for being a private one is not shown", () => {
    expect(hostKeyProblem("-----BEGIN OPENSSH PRIVATE KEY----- b3BlbnNzaC1r")).not.toContain("b3Bl");
  });
});
