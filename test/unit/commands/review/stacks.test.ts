import { describe, expect, test } from "vitest";
import { leaving, reviewStacks } from "../../../../commands/review/stacks";

const list = (...names: [string, string?][]) =>
  reviewStacks(
    "-",
    JSON.stringify(names.map(([name, lastUpdate]) => ({ name, lastUpdate, current: false }))),
  );

describe("the environments of merge requests", () => {
  test("are the stacks that are called so, with an organisation before it or without", () => {
    const found = list(
      ["prod"],
      ["review-7"],
      ["home/homeport/review-8"],
      ["review-x"],
      ["review-07"],
      ["preview-9"],
    );
    expect(found.map(({ number, stack }) => [number, stack])).toEqual([
      [7, "review-7"],
      [8, "home/homeport/review-8"],
    ]);
  });

  test.each(["", "[", "{}", '[{"stack": 1}]'])("are not read from %j", (text) => {
    expect(() => reviewStacks("stacks.json", text)).toThrow(
      "stacks.json: it is not the output of: npx pulumi stack ls --json",
    );
  });
});

describe("at most so many at once:", () => {
  const three = list(
    ["review-1", "2026-11-03T10:00:00.000Z"],
    ["review-2", "2026-11-01T10:00:00.000Z"],
    ["review-3", "2026-11-02T10:00:00.000Z"],
  );
  const names = (number: number, most: number, stacks = three) =>
    leaving(number, stacks, most).map(({ stack }) => stack);

  test("nobody goes while there is room", () => expect(names(4, 4)).toEqual([]));
  test("the one that was left alone the longest goes first", () => expect(names(4, 3)).toEqual(["review-2"]));
  test("as many go as are too many", () => expect(names(4, 1)).toEqual(["review-2", "review-3", "review-1"]));
  test("nobody goes for one that is there already", () => expect(names(2, 3)).toEqual([]));
  test("one that was never deployed goes before all others", () =>
    expect(names(4, 4, [...three, ...list(["review-9"])])).toEqual(["review-9"]));
});
