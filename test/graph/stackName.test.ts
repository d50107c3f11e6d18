import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { root } from "./graph";

const components = readdirSync(join(root, "components"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => join(root, "components", file));

/** Every line of code with the file it stands in; comments may name what they like. */
const lines = [...components, join(root, "index.ts")].flatMap((file) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => !/^\s*(\*|\/\*|\/\/)/.test(line))
    .map((line) => ({ file: relative(root, file), line: line.trim() })),
);

test("nothing in the home decides by the name of a stack: a third one would fall between", () => {
  const asks = lines.filter(({ line }) => /getStack|\bstack\(\)|PULUMI_\w*STACK/.test(line));
  // Of all files, those that read settings and the state, look for data, label, name a VM, an address or a file, mark a machine and say what to type; none compares the name with a text.
  expect([...new Set(asks.map(({ file }) => file))].sort()).toEqual([
    "components/databases/claim.ts",
    "components/front/virtualAddress/component.ts",
    "components/hosts/dockerHost/overSsh.ts",
    "components/hosts/hostSetup/setUp.ts",
    "components/hosts/libvirt/virtualMachine.ts",
    "components/hosts/machine/key.ts",
    "components/monitor/watching.ts",
    "components/network/asleep.ts",
    "components/network/environmentNetwork.ts",
    "components/services/ownVolume.ts",
    "components/settings/load.ts",
    "components/shared/inClear.ts",
    "components/summary.ts",
    "components/survey/perProgram.ts",
    "components/survey/remembered.ts",
  ]);
  for (const { line } of asks)
    expect(line).not.toMatch(
      /\bif\b|\bswitch\b|===|!==|(?<!\?)\?(?![?.])|\.(includes|startsWith|endsWith|match|test)\(/,
    );
});

test("no stack is named in the code", () => {
  expect(lines.length).toBeGreaterThan(500);
  expect(lines.filter(({ line }) => /["'`](prod|production|staging)["'`]/.test(line))).toEqual([]);
});

test("the home fits on one page, or nobody reads it", () => {
  expect(readFileSync(join(root, "index.ts"), "utf8").trimEnd().split("\n").length).toBeLessThanOrEqual(60);
});
