import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { container, digest, reviewOptions } from "./fixtures";

describe("previews that do not belong together are refused:", () => {
  test("of two projects", () => {
    const other = digest(container("blog", ["same"], 64), { project: "shop", stack: "staging" });
    expect(() => reviewOf([digest(container("blog", ["same"], 64)), other], reviewOptions)).toThrow(
      "stack staging is of project shop, the others are of homeport; a note is about one project",
    );
  });

  test("one stack twice", () => {
    const one = digest(container("blog", ["same"], 64));
    expect(() => reviewOf([one, one], reviewOptions)).toThrow("stack prod is there twice");
  });
});
