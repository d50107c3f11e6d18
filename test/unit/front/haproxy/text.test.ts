import { expect, test } from "vitest";
import { section, withRevision } from "../../../../components/front/haproxy/text";

test("a section is its head and its lines, indented, also those that come in groups", () => {
  expect(section("frontend web", "bind :80", ["a", "b"], [], "c")).toBe(
    "frontend web\n    bind :80\n    a\n    b\n    c\n",
  );
});

test("the revision follows from the sections: another line, another revision", () => {
  const one = withRevision([section("defaults", "mode http")]);
  expect(withRevision([section("defaults", "mode http")])).toEqual(one);
  expect(withRevision([section("defaults", "mode tcp")]).revision).not.toBe(one.revision);
  expect(one.text).toContain(`string ${one.revision}\n`);
});
