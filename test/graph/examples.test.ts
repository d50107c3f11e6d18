import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exampleNames } from "../package/examples";
import { graphOf, named, record, root } from "./graph";

/** A key that could be a machine's. */
const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHVzZWQgYnkgbm9ib2R5IGJ1dCBhIHRlc3QgLi4uLi4u";

const projectOf = (name: string) => join(root, "examples", name);
const fileOf = (name: string) => join(projectOf(name), "index.ts");

/** What the lines of an example's page set, as a stack then has it. */
function settingsOf(name: string) {
  const page = readFileSync(join(projectOf(name), "README.md"), "utf8");
  const config: Record<string, unknown> = {};
  const secretKeys: string[] = [];
  for (const [, options = "", path = "", value = ""] of page.matchAll(
    /^pulumi config set ((?:--\w+ )*)'?([\w.[\]]+)'? ("[^"]*"|\S+)/gm,
  )) {
    const [key = "", ...steps] = options.includes("--path") ? path.split(/[.[\]]+/).filter(Boolean) : [path];
    if (options.includes("--secret")) secretKeys.push(`${name}:${key}`);
    config[`${name}:${key}`] = within(
      config[`${name}:${key}`],
      steps,
      path === "other.address" ? "127.0.0.1" : readAs(value.replaceAll('"', "")),
    );
  }
  return { config, secretKeys };
}

const readAs = (text: string): unknown => {
  if (text.startsWith("ssh-")) return hostKey;
  return /^\d+$/.test(text) ? Number(text) : text;
};

/** A value at a path within another one. */
function within(whole: unknown, [step, ...steps]: string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (!/^\d+$/.test(step)) {
    const group = (whole ?? {}) as Record<string, unknown>;
    return { ...group, [step]: within(group[step], steps, value) };
  }
  const list = (whole ?? []) as unknown[];
  return Object.assign([...list], { [step]: within(list[Number(step)], steps, value) });
}

test.each(exampleNames)("%s is previewed as its page says, without an error or a warning", async (name) => {
  const { errors, warnings, resources } = await record({
    ...settingsOf(name),
    ...{ project: projectOf(name), file: fileOf(name), stack: "dev", preview: true },
  });
  expect(errors).toEqual([]);
  // The machines of a page are nobody's.
  expect(warnings.filter((one) => !/does not answer|is in reach of its own machine alone/.test(one))).toEqual(
    [],
  );
  expect(resources.map(({ type }) => type)).toContain("homeport:index:HaproxyFarm");
});

test("two-machines: each machine's sets are on the other one, and once more in a third place", async () => {
  const name = "two-machines";
  const graph = await graphOf({ ...settingsOf(name), project: projectOf(name), file: fileOf(name) });
  const repositories = (one: string) => named(graph, `homeport:index:Backups ${one}`).outputs;
  expect(repositories("here-backups")).toMatchObject({
    host: "here",
    volumes: ["blog/data"],
    repositories: ["http://10.0.0.12:8000/here", "https://backup.example.org:8000/here"],
  });
  expect(repositories("other-backups")).toMatchObject({
    host: "other",
    volumes: ["wiki/data"],
    repositories: ["http://10.0.0.1:8000/other", "https://backup.example.org:8000/other"],
  });
});
