import { beforeAll, expect, test } from "vitest";
import { graphOf } from "./graph";
import { judged } from "./judged";

const configuration = {
  limits: { require: ["memory", "processors", "processes"] },
  "proven-images": { environments: ["prod"], images: [] },
  "host-memory": { hosts: { infra: { memory: "1MiB", shares: [{ environment: "prod", memory: "1MiB" }] } } },
};

let found: string[];
beforeAll(async () => {
  found = judged(await graphOf({ program: "carelessApplication" }), "prod", configuration);
});

/** What a rule has found of the application: the resource, or what it says where that is the stack. */
const by = (rule: string) =>
  found
    .filter((line) => line.startsWith(`${rule}: `))
    .map((line) => line.slice(rule.length + 2))
    .map((line) => (line.startsWith("stack: ") ? line : (line.split(": ")[0] ?? "")))
    .filter((line) => line.includes("cloud") || line.includes("containers of"));

test.each([
  ["pinned-image", ["cloud-db-0", "cloud-migrate"]],
  ["privileged", ["cloud-db-0", "cloud-migrate"]],
  ["confinement", ["cloud-db-0", "cloud-migrate"]],
  ["host-paths", ["cloud-db-0", "cloud-migrate"]],
  ["limits", ["cloud-app-0", "cloud-db-0", "cloud-migrate"]],
  // The router asks what has `web`, and a job tells by its end.
  ["health-check", ["cloud-db-0"]],
  ["volume-backup", ["cloud", "cloud-volume-db"]],
])("the rule %s judges each of an application's containers and jobs, and its data", (rule, resources) => {
  expect([...new Set(by(rule))].sort()).toEqual(resources);
});

test("an address is one container's or one service's", () => {
  expect(found.filter((line) => line.startsWith("unique-domains"))).toEqual([
    expect.stringMatching(/cloud-app: .*both serve cloud\.example\.org in prod/),
  ]);
});

test("rules about the whole stack count them all", () => {
  expect(by("image-digest")).toEqual([expect.stringMatching(/cloud:1\.0, .*mariadb/)]);
  expect(by("proven-images")).toEqual([
    expect.stringContaining('"cloud:1.0" at work (cloud-app-0)'),
    expect.stringMatching(/"mariadb" at work \((cloud-(db-0|migrate)(, )?){2}\)/),
  ]);
  expect(by("host-memory")).toEqual([expect.stringContaining("the 5 containers of prod may take")]);
});
