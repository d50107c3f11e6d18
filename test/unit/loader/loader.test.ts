import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { removeFolder } from "../../support/removeFolder";

const checkout = resolve(__dirname, "../../..");
const folders: string[] = [];
afterEach(() => {
  vi.unstubAllEnvs();
  for (const folder of folders.splice(0)) removeFolder(folder);
});

/** A project with the loader and the packages, and a cache of its own. */
function project(): string {
  const folder = mkdtempSync(join(tmpdir(), "homeport-loader-"));
  folders.push(folder);
  cpSync(join(checkout, "loader"), join(folder, "loader"), { recursive: true });
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  for (const name of readdirSync(join(checkout, "node_modules")).filter((one) => !one.startsWith(".")))
    symlinkSync(join(checkout, "node_modules", name), join(packages, name));
  return folder;
}

/** Runs a program as Pulumi's language host would. */
function run(folder: string, program: string): string {
  writeFileSync(join(folder, "index.ts"), program);
  const { stdout, stderr } = spawnSync(process.execPath, ["--require=./loader/index.cjs", "index.ts"], {
    cwd: folder,
    encoding: "utf8",
  });
  return stdout + stderr;
}

describe("TypeScript", () => {
  test("is loaded with its components as it is written, and again when it has changed", () => {
    const folder = project();
    const say = (text: string) => `import { say } from "./said";\nsay(${JSON.stringify(text)} as string);\n`;
    writeFileSync(
      join(folder, "said.ts"),
      "class Said { constructor(private readonly text: string) { console.log(this.text); } }\nexport const say = (text: string) => new Said(text);\n",
    );
    expect(run(folder, say("first"))).toBe("first\n");
    expect(run(folder, say("second"))).toBe("second\n");
    expect(run(folder, say("first"))).toBe("first\n");
    expect(readdirSync(join(folder, "node_modules/.cache/homeport"))).toHaveLength(3);
  });

  test("is loaded where nothing can be kept", () => {
    const folder = project();
    writeFileSync(join(folder, "node_modules/.cache"), "");
    expect(run(folder, 'console.log("said" as string)')).toBe("said\n");
  });

  test("an error is told with the line that a person has written", () => {
    const program = 'interface A {\n  b: string;\n}\n\nconst a: A = { b: "" };\nthrow new Error(a.b);\n';
    expect(run(project(), program)).toMatch(/index\.ts:6:7/);
  });
});

const compiler = "Object.keys(require.cache).some((file) => /typescript\\/lib|arborist/.test(file))";

describe("what few programs need", () => {
  test("is not loaded by others: it would take as long as all the rest", () => {
    const program = `import "@pulumi/pulumi"; import "zod"; console.log(${compiler});`;
    expect(run(project(), program)).toBe("false\n");
  });

  test("is there when it is used: a function becomes text, a stack is run", () => {
    const program = `import * as pulumi from "@pulumi/pulumi";
const seven = 7;
pulumi.runtime.serializeFunction(() => seven).then(({ text }) => console.log(/seven/.test(text), ${compiler}));
console.log(typeof pulumi.automation.LocalWorkspace.createStack);`;
    expect(run(project(), program)).toBe("function\ntrue true\n");
  });

  test("an error in the settings is told in words, as zod has them", () => {
    const program =
      'import { z } from "zod";\nconsole.log(z.string().safeParse(7).error?.issues[0]?.message, z.locales.de().localeError !== undefined);';
    expect(run(project(), program)).toBe("Invalid input: expected string, received number true\n");
  });
});

const noted = `import { debuggablePromise } from "@pulumi/pulumi/runtime/debuggable";
import * as pulumi from "@pulumi/pulumi";
const noted = require("@pulumi/pulumi/runtime/settings") && Promise.resolve() as any;
debuggablePromise(noted, "test");
console.log(noted._debugStackTrace.includes("index.ts"), new Error().stack?.includes("index.ts"), typeof pulumi.output);`;

describe("promises", () => {
  test("are not noted with a stack trace, which hundreds of them in each container would pay for", () => {
    expect(run(project(), noted)).toBe("false true function\n");
  });

  test("are where the variable asks for it", () => {
    vi.stubEnv("PULUMI_DEBUG_PROMISE_LEAKS", "1");
    expect(run(project(), noted)).toBe("true true function\n");
  });
});

const resource = `import { Resource } from "@pulumi/pulumi";
const made = (Resource as any).stackTrace(-1);
console.log(made.length > 0);`;

test("of the calls by which a resource was made nothing is kept: a state would be larger by half", () => {
  expect(run(project(), resource)).toBe("false\n");
});

describe("each part can be left out, and is of use with the libraries that are installed", () => {
  beforeEach(() => vi.stubEnv("HOMEPORT_LOADER", "plain"));

  test("what is put off would be loaded at once", () => {
    // As Pulumi starts a program; without being told which, it ends at once.
    const program = `import { Module } from "node:module";
const own = Module as any, load = own._load, asked = new Set();
own._load = (request, parent, isMain) => (asked.add(request), load(request, parent, isMain));
process.on("exit", () => {
  own._load = load;
  const { late } = require("./loader/late.cjs");
  console.log("idle:", [...late].filter((name) => !asked.has(name)), asked.has("source-map-support/register"));
});
require("@pulumi/pulumi"); require("zod");
require("@pulumi/pulumi/cmd/run/tracing"); require("@pulumi/pulumi/cmd/run");`;
    expect(run(project(), program)).toContain("idle: [] true\n");
  });

  test("a promise would be noted with a stack trace", () => {
    expect(run(project(), noted)).toBe("true true function\n");
  });

  test("a resource would be told of with the calls by which it was made", () => {
    expect(run(project(), resource)).toBe("true\n");
    const library = readFileSync(join(checkout, "node_modules/@pulumi/pulumi/resource.js"), "utf8");
    expect(library, "and this is how").toContain("const stackTrace = Resource.stackTrace(");
  });
});
