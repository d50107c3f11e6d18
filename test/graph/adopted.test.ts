import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeFolder } from "../support/removeFolder";
import { folderOf, shapes, unfinished } from "../unit/commands/adopt/shapes";
import { graphOf, root } from "./graph";
import type { Recording } from "./recording";

const golden = join(root, "test/unit/golden/adopt");
const folder = mkdtempSync(join(tmpdir(), "homeport-adopted-"));
afterAll(() => removeFolder(folder));

/** What a person would set: a value for every setting that a program asks for. */
function settingsOf(text: string): { values: Record<string, unknown>; secrets: string[] } {
  const space = /new pulumi\.Config\("([^"]+)"\)/.exec(text)?.[1];
  const asked = [...text.matchAll(/config\.(require\w*)\("(\w+)"\)/g)];
  const values = asked.map(([, how = "", name = ""]) => [`${space}:${name}`, valueFor(how, name)]);
  const secrets = asked.filter(([, how]) => how === "requireSecret").map(([, , name]) => `${space}:${name}`);
  return { values: Object.fromEntries(values), secrets };
}

function valueFor(how: string, name: string): string {
  if (how === "requireNumber") return "8080";
  if (how === "requireSecret") return name.endsWith("Hash") ? `$2y$05$${"a".repeat(53)}` : `kept-${name}`;
  if (name.endsWith("Directory")) return `/srv/${name}`;
  return name === "subdomain" ? "flows" : /domain/i.test(name) ? "flows.example.org" : name;
}

const volumesOf = (values: Record<string, unknown>): string[] =>
  Object.values(values).flatMap((value) => (String(value).endsWith("Volume") ? [`${value}\t`] : []));

let recording: Recording;
beforeAll(async () => {
  const texts = readdirSync(golden)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join(golden, file), "utf8"));
  const all = texts.map(settingsOf);
  for (const shape of Object.keys(shapes).filter((one) => !unfinished.includes(one)))
    cpSync(folderOf(shape), folder, { recursive: true });
  writeFileSync(join(folder, "Pulumi.yaml"), "name: adopted\nruntime: nodejs\n");
  recording = await graphOf({
    file: join(__dirname, "fixtures/adopted.ts"),
    project: folder,
    config: Object.assign({}, ...all.map(({ values }) => values)),
    secretKeys: all.flatMap(({ secrets }) => secrets),
    // Data that is there already: without it, nothing is previewed.
    engine: { volumes: all.flatMap(({ values }) => volumesOf(values)) },
  });
});

test("what was written is previewed: each application with its containers", () => {
  const made = recording.resources
    .filter(({ type }) => type === "homeport:index:Application")
    .map(({ name }) => name);
  expect(made.sort()).toEqual([
    "cloud",
    "flows",
    "include",
    "jobs",
    "mastodon",
    "pad",
    "paperless",
    "penpot",
    "plausible",
    "vaultwarden",
  ]);
  // The one that is told to be decided when it is taken in.
  expect(recording.warnings).toEqual([
    'pad.containers.etherpad-db.image: "mysql:latest" names no version: what runs can change unseen; example: nginx:1.29.3-alpine',
  ]);
});
