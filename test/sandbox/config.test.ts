import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeFolder } from "../support/removeFolder";
import { readConfig } from "./config";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "homeport-config-"));
});
afterEach(() => removeFolder(folder));

function files(project: string, stack?: string): string {
  writeFileSync(path.join(folder, "Pulumi.yaml"), `name: home\nruntime: nodejs\n${project}`);
  if (stack) writeFileSync(path.join(folder, "Pulumi.blue.yaml"), stack);
  return folder;
}

describe("a sandbox's configuration is the one that Pulumi would hand over", () => {
  it("takes defaults, plain values and values of other packages from the project", () => {
    files("config:\n  plain: 5\n  declared: { type: integer, default: 7 }\n  other:key: { value: [1, 2] }\n");
    expect(readConfig(folder, "blue").values).toEqual({
      "home:plain": "5",
      "home:declared": "7",
      "other:key": "[1,2]",
    });
  });

  it("lets the stack take the place of the whole default, and an override only of what it names", () => {
    files(
      "config:\n  ports: { type: object, default: { http: 1, stats: 2, router: 3 } }\n",
      "config:\n  home:ports: { stats: 20 }\n",
    );
    const { values } = readConfig(folder, "blue", { "home:ports": { router: 30 } });
    expect(JSON.parse(values["home:ports"] ?? "")).toEqual({ stats: 20, router: 30 });
  });

  it("replaces lists and plain values as a whole", () => {
    files("config:\n  home:names: { value: [a, b] }\n", "config:\n  home:names: [c]\n");
    expect(readConfig(folder, "blue").values["home:names"]).toBe('["c"]');
  });

  it("knows which settings are secret, so that an output made of one is", () => {
    files("config:\n  token: { type: string, secret: true, default: x }\n");
    expect(readConfig(folder, "blue").secretKeys).toEqual(["home:token"]);
  });

  it("refuses an encrypted value by name, unless another is given", () => {
    files("", "config:\n  home:token: { secure: AAAB }\n");
    expect(() => readConfig(folder, "blue")).toThrow("home:token is encrypted");
    expect(readConfig(folder, "blue", { "home:token": "plain" }).values["home:token"]).toBe("plain");
  });

  it("keeps the engine's naming pattern from the program", () => {
    files("config:\n  pulumi:autonaming: { value: { pattern: x } }\n");
    expect(readConfig(folder, "blue")).toMatchObject({ autonaming: { pattern: "x" }, values: {} });
  });
});
