import { describe, expect, test } from "vitest";
import { expectGolden } from "../../golden";
import { tellOf } from "../told";
import { folderOf, shapes, unfinished } from "./shapes";

describe("homeport adopt writes a program and a plan", () => {
  test.each(Object.entries(shapes))("of the shape of %s", async (shape, words) => {
    const { code, out, err } = await tellOf(["adopt", ...words.split(" "), "--show"], {
      folder: folderOf(shape),
      variables: { PATH: "", HOME: "/home/anna" },
    });
    expect(err).toBe("");
    expect(code).toBe(unfinished.includes(shape) ? 2 : 0);
    const [program, plan] = out.split(/\n(?=# Moving )/);
    // What does not compile is no program yet.
    expectGolden(`adopt/${shape}.ts${unfinished.includes(shape) ? ".txt" : ""}`, program ?? "");
    expectGolden(`adopt/${shape}.md`, (plan ?? "").replaceAll(folderOf(shape), `/home/anna/${shape}`));
  });
});
