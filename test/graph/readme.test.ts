import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeFolder } from "../support/removeFolder";
import { graphOf, root } from "./graph";

let folder: string;
let program: string;

/** The home with the README's service in it, as a reader pastes it. */
beforeAll(() => {
  const readme = readFileSync(path.join(root, "README.md"), "utf8");
  const pasted = /## Add a service\n[\s\S]*?```ts\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  expect(pasted).toContain("new DomainService");
  const home = readFileSync(path.join(root, "index.ts"), "utf8");
  const line = /^const services = .*\n/m;
  expect(home).toMatch(line);
  folder = mkdtempSync(path.join(root, "test/graph/pasted-"));
  program = path.join(folder, "index.ts");
  writeFileSync(program, home.replace(line, pasted).replace("./components", "../../../components"));
});
afterAll(() => removeFolder(folder));

test("the README's service runs as it is pasted", async () => {
  const { outputs, resources } = await graphOf({ file: program });
  expect((outputs.services as Record<string, { domains: string[] }>).wiki?.domains).toEqual([
    "wiki.example.org",
  ]);
  expect(resources.map(({ name }) => name)).toContain("wiki-1");
});

test("and its types are right", () => {
  const config = path.join(root, "tsconfig.json");
  const { options } = ts.parseJsonConfigFileContent(
    ts.readConfigFile(config, ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const compiled = ts.createProgram([program], { ...options, noEmit: true });
  const wrong = ts
    .getPreEmitDiagnostics(compiled)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
  expect(wrong).toEqual([]);
});
