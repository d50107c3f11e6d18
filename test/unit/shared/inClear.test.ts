import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { stringify } from "yaml";
import { clearPlaces, tellOfClear } from "../../../components/shared/inClear";
import { removeFolder } from "../../support/removeFolder";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-clear-"));
});
afterEach(() => {
  vi.restoreAllMocks();
  removeFolder(folder);
});

/**
 * Gives a program its configuration as the engine does.
 * @param written what the stack's file says
 * @param config the same with its secrets decrypted
 */
async function give(written: object, config: Record<string, unknown>, secretKeys: string[] = []) {
  await pulumi.runtime.setMocks(
    { newResource: () => ({ id: "", state: {} }), call: () => ({}) },
    "home",
    "prod",
  );
  vi.spyOn(pulumi, "getRootDirectory").mockReturnValue(folder);
  writeFileSync(join(folder, "Pulumi.prod.yaml"), stringify({ config: written }));
  const texts = Object.entries(config).map(([key, value]) => [
    key,
    typeof value === "string" ? value : JSON.stringify(value),
  ]);
  pulumi.runtime.setAllConfig(Object.fromEntries(texts), secretKeys);
}

const paths = (text: string) => clearPlaces(text).map(({ path }) => path);

test("a secret is found wherever it stands in clear, by the path that sets it", async () => {
  const written = {
    "home:password": "hush",
    "home:number": 12345,
    "home:places": [{ "a.b": { key: "hush" } }, { other: "x" }],
  };
  await give(written, { ...written, "home:number": "12345" });
  expect(paths("hush")).toEqual(["home:password", 'home:places[0]["a.b"].key']);
  expect(paths("12345")).toEqual(["home:number"]);
  expect(paths("hus")).toEqual([]);
  expect(paths("")).toEqual([]);
});

test("one that is encrypted is not, nor in a group; beside it in the group, one in clear is", async () => {
  const secure = { secure: "v1:AAAA:BBBB" };
  await give(
    { "home:password": secure, "home:group": { inside: secure, beside: "clear" } },
    { "home:password": "hush", "home:group": { inside: "hush", beside: "clear" } },
    ["home:password", "home:group"],
  );
  expect(paths("hush")).toEqual([]);
  expect(paths("clear")).toEqual(["home:group.beside"]);
});

test("it is warned of once, with the command that encrypts it and without its value", async () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  await give({ "home:group": { inside: "hush" } }, { "home:group": { inside: "hush" } });
  tellOfClear("backups", { "repository.password": pulumi.secret("hush"), ping: undefined });
  await vi.waitFor(() => expect(warn).toHaveBeenCalled());
  tellOfClear("monitor", { "notify.0.token": "hush" });
  await new Promise((done) => setTimeout(done, 50));
  expect(warn.mock.calls).toEqual([
    [
      "backups.repository.password: it stands in clear in Pulumi.prod.yaml as home:group.inside, where everyone reads it who has the file.\n" +
        "  Make another one where it comes from, and set that with: pulumi config set --secret --path 'home:group.inside' --stack prod",
    ],
  ]);
});

test.each([
  ["home:token", "home:token"],
  ["key", "home:key"],
])("of one in Pulumi.yaml, as %s, it is told that it stands there", async (key, path) => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  await give({}, { [path]: "hush" });
  writeFileSync(join(folder, "Pulumi.yaml"), stringify({ name: "home", config: { [key]: "hush" } }));
  tellOfClear("backups", { "repository.password": "hush" });
  await vi.waitFor(() => expect(warn).toHaveBeenCalled());
  const [said = ""] = warn.mock.calls.flat() as string[];
  expect(said).toContain(`it stands in clear in Pulumi.yaml as ${path}`);
  expect(said).toContain(`--secret ${path} --stack prod\n  Then take it out of Pulumi.yaml`);
});
