import { describe, expect, test } from "vitest";
import { graphOf, record, root } from "./graph";
import type { Recording } from "./recording";

test("what a command warned of as it ran is told at the end, each of it by itself", async () => {
  const said = {
    "git-ssh-config": "asking\nwarning: git-0 hangs up.\n  It may not expect it.\nwarning: one more\nended\n",
  };
  const { warnings } = await graphOf({ program: "ports", said });
  expect(warnings).toEqual(expect.arrayContaining(["git-0 hangs up.\n  It may not expect it.", "one more"]));
});

describe("a program that fails between two of its parts, without a preview", () => {
  const file = `${root}/test/graph/fixtures/cutShort.ts`;
  /** Set where Pulumi's own host runs a program, and not where a test does. */
  const ownHost = { PULUMI_NODEJS_MONITOR: "127.0.0.1:1" };
  const commands = ({ resources }: Recording) =>
    resources.filter(({ type }) => type.startsWith("command:")).map((one) => one.name);

  test("runs commands where it does not", async () => {
    expect(commands(await graphOf({ file, env: ownHost }))).toContain("git-route");
  });

  test.each([
    ["argument", "ssh.port"],
    ["namesake", "git.name: it is also that of its service; choose another one; example: git-tcp"],
    ["own", "the program's own fault"],
  ])("runs nothing on any machine: by a fault of its %s", async (fault, text) => {
    const recording = await record({ file, goesOn: true, env: { FAULT: fault, ...ownHost } });
    expect(recording.errors[0]?.text).toContain(text);
    expect(commands(recording)).toEqual([]);
  });
});
