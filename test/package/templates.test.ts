import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dependencies, devDependencies, version } from "../../package.json";
import { compiler, type Packed, packAndInstall, run } from "./tarball";
import { begin, templateNames, templatesFolder } from "./templates";

const tested: Record<string, string> = { ...devDependencies, ...dependencies, homeport: version };
const read = (...words: string[]) => readFileSync(join(templatesFolder, ...words), "utf8");

let packed: Packed;
beforeAll(async () => {
  packed = await packAndInstall();
}, 300_000);
afterAll(() => packed?.remove());

describe.each(templateNames)("the template %s", (name) => {
  test("asks for the versions that it is tested with", () => {
    const { dependencies: own, devDependencies: tools } = JSON.parse(read(name, "package.json"));
    const asked = { ...own, ...tools };
    expect(asked).toEqual(Object.fromEntries(Object.keys(asked).map((one) => [one, tested[one]])));
    const imported = [...read(name, "index.ts").matchAll(/from "([^."][^"]*)"/g)].map(([, one]) => one);
    expect(Object.keys(own)).toEqual(expect.arrayContaining(imported));
  });

  test("agrees with the types of the packed package, where it is a project of its own", async () => {
    const folder = join(packed.project, name);
    begin(join(packed.folder, "templates", name), folder, "attic");
    expect(read(name, "tsconfig.json")).toBe(readFileSync(join(folder, "tsconfig.json"), "utf8"));
    await run(folder, process.execPath, compiler, "-p", ".");
    const written = ["Pulumi.yaml", "package.json", "guard-rails.json"];
    for (const file of written)
      expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/\$\{(PROJECT|DESCRIPTION)\}/);
  }, 120_000);
});
