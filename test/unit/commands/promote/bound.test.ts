import { describe, expect, test } from "vitest";
import { boundPart, boundTo, isBound } from "../../../../commands/promote/bound";
import { settingsReference } from "../../../../scripts/settingsReference";

const all = [...settingsReference().matchAll(/^\| `([\w.]+)` \|/gm)].map(([, path = ""]) => path);
const isUnder = (path: string, group: string) => path === group || path.startsWith(`${group}.`);

describe("every setting", () => {
  test.each([...new Set(all)])("%s is said to be bound to a machine or to nothing", (path) => {
    const groups = Object.keys(boundTo).filter((group) => boundTo[group] === "machine");
    expect(
      boundTo[path] ?? (groups.some((group) => isUnder(path, group)) ? "machine" : undefined),
    ).toBeDefined();
  });

  test("that is said to be one is there", () => {
    expect(all.length).toBeGreaterThan(40);
    const gone = Object.keys(boundTo).filter(
      (group) => !all.some((path) => isUnder(path, group) || isUnder(group, path)),
    );
    expect(gone).toEqual([]);
  });
});

test.each(["ports", "portOffsets", "network", "hosts"])(
  "%s is never moved, whatever the project is called",
  (key) => {
    expect(isBound("attic", `attic:${key}`)).toBe(true);
    expect(isBound("attic", `other:${key}`)).toBe(false);
  },
);

test("where Docker's provider goes is never moved", () => {
  expect(isBound("attic", "docker:host")).toBe(true);
});

test.each<[string, unknown, string | undefined]>([
  ["attic:rateLimit", "off", undefined],
  ["attic:rateLimit", { requests: 10, seconds: 1 }, undefined],
  ["attic:images", { echo: "echo:2" }, undefined],
  ["attic:images", { new: "echo:2" }, "attic:images.new"],
  ["attic:certificates", { source: "acme", challenge: { kind: "http-01" } }, undefined],
  [
    "attic:certificates",
    {
      source: "acme",
      challenge: { kind: "dns-01", provider: "x", settings: { A: "b" }, resolvers: ["192.0.2.1:53"] },
    },
    "attic:certificates.challenge.resolvers",
  ],
  ["attic:certificates", undefined, undefined],
  ["attic:own", { directory: "/srv" }, undefined],
])("of %s %j, bound is %s", (key, value, part) => {
  expect(boundPart("attic", key, value)).toBe(part);
});
