import { expect, it } from "vitest";
import { automaticNames } from "./naming";

it("names as the engine does: the resource's name and seven hex digits", () => {
  expect(automaticNames(undefined, "home", "blue")("web")).toMatch(/^web-[0-9a-f]{7}$/);
});

it("follows the project's own pattern, as two environments on one engine need it", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of Pulumi's, not of JavaScript
  const nameOf = automaticNames({ pattern: "${project}-${stack}-${name}-${hex(4)}" }, "home", "blue");
  expect(nameOf("web")).toMatch(/^home-blue-web-[0-9a-f]{4}$/);
  expect(nameOf("web")).not.toBe(nameOf("web"));
});

it("refuses a part of a pattern that it does not know", () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of Pulumi's, not of JavaScript
  expect(() => automaticNames({ pattern: "${uuid}" }, "home", "blue")("web")).toThrow("${uuid}");
});
