import { describe, expect, test } from "vitest";
import { readDigest } from "../../../../commands/preview/read/digest";
import { recorded, urn } from "./fixtures";

const step = (name: string, project = "homeport", stack = "prod") => ({
  op: "same",
  urn: `urn:pulumi:${stack}::${project}::a:b:C::${name}`,
});

describe("a file that is no preview is refused, in a sentence that quotes nothing of it", () => {
  test.each([
    ["empty", " \n", /^prod\.json: it is empty: the preview said nothing/],
    ["cut off", recorded("staging-image").slice(0, 20_000), /^prod\.json: it is not JSON, or cut off/],
    ["text", "error: hunter2", /^prod\.json: it is not JSON, or cut off/],
    ["of another kind", '{"hunter2": 1}', /^prod\.json: steps is not what a preview has there/],
    ["a list", '["hunter2"]', /^prod\.json: it is not what a preview has there/],
    ["without a step", '{"steps": []}', /^prod\.json: steps is not what a preview has there/],
    [
      "with something else than a URN",
      JSON.stringify({ steps: [{ op: "same", urn: "hunter2" }] }),
      /^prod\.json: steps\.0\.urn is not/,
    ],
    [
      "of two stacks",
      JSON.stringify({ steps: [step("x"), step("y", "homeport", "staging")] }),
      /^prod\.json: resources of several stacks/,
    ],
    ["of two projects", JSON.stringify({ steps: [step("x"), step("y", "shop")] }), /several stacks/],
  ])("%s", (_, text, message) => {
    expect(() => readDigest("prod.json", text)).toThrow(message);
    expect(() => readDigest("prod.json", text)).not.toThrow(/hunter2/);
  });

  test("that of a refresh, whose steps mean something else", () => {
    expect(() => readDigest("drift.json", recorded("staging-refresh"))).toThrow(
      /^drift\.json: this is of npx pulumi refresh; .*pulumi preview --refresh/,
    );
  });
});

test("says whose preview it is", () => {
  expect(readDigest("x", recorded("prod-first"))).toMatchObject({ project: "homeport", stack: "prod" });
});

test("takes operations that a later engine may have", () => {
  const text = JSON.stringify({ steps: [{ op: "hibernate", urn: urn("container", "x") }], news: true });
  expect(readDigest("x", text).steps).toHaveLength(1);
});
