import { describe, expect, test } from "vitest";
import { mergeSteps } from "../../../../commands/preview/model/resource";
import { steps } from "./fixtures";

const one = (...ops: string[]) => mergeSteps(steps({ type: "container", name: "blog-0", ops }))[0];

describe("the steps of a resource together are", () => {
  test.each([
    [["same"], "same"],
    [["refresh"], "same"],
    [["read"], "same"],
    [["hibernate"], "same"],
    [["create"], "create"],
    [["import"], "create"],
    [["refresh", "create"], "create"],
    [["update"], "update"],
    [["delete"], "delete"],
    [["refresh", "delete"], "delete"],
    [["replace"], "replace"],
    [["create-replacement", "replace", "delete-replaced"], "replace"],
  ])("%j: %s", (ops, action) => {
    expect(one(...ops)?.action).toBe(action);
  });

  test.each([
    [["create-replacement", "replace", "delete-replaced"], "start-first"],
    [["delete-replaced", "replace", "create-replacement"], "stop-first"],
    [["replace"], undefined],
  ])("%j: in the order %s", (ops, order) => {
    expect(one(...ops)?.order).toBe(order);
  });

  test("stop-first where the successor is made beside the one before, and not started", () => {
    const ops = ["create-replacement", "replace", "delete-replaced"];
    const now = { start: false };
    expect(mergeSteps(steps({ type: "container", name: "blog-0", ops, now }))[0]?.order).toBe("stop-first");
  });

  test("what the successor is, where an earlier update has left its predecessor behind", () => {
    const left = mergeSteps([
      ...steps({ type: "container", name: "blog-0", ops: ["same"], old: { image: "site:2" } }),
      ...steps({ type: "container", name: "blog-0", ops: ["delete"], old: { image: "site:1" } }),
    ]);
    expect(left).toMatchObject([{ action: "same", before: { inputs: { image: "site:2" } } }]);
  });

  test("made because it was missing only where a refresh has found that", () => {
    expect([one("create")?.missing, one("refresh", "create")?.missing]).toEqual([false, true]);
  });
});

test("are in the same order, whatever that of the engine is", () => {
  const all = ["b", "a", "c"].flatMap((name) => steps({ type: "container", name, ops: ["same"] }));
  expect(mergeSteps(all)).toEqual(mergeSteps(all.toReversed()));
});

test("names of properties end where a key of somebody's own may begin", () => {
  const [step] = steps({ type: "container", name: "x", ops: ["update"] });
  if (!step) throw new Error("no step");
  const detailedDiff = {
    "envs[0]": {},
    "labels.secret": {},
    'tmpfs["/secret"]': {},
    '["secret"]': {},
    "a secret": {},
    __defaults: {},
  };
  const merged = mergeSteps([{ ...step, detailedDiff, diffReasons: ["image", "labels"] }]);
  expect(merged[0]?.properties).toEqual(["envs", "image", "labels", "tmpfs"]);
});
