import { describe, expect, test } from "vitest";
import { treeOf } from "../../../commands/homeport";
import { commands } from "../../../commands/table";
import { hearing, tellOf } from "./told";

const names = treeOf("1.2.3", { ...hearing().surroundings, end: () => {} }).commands.map((one) => one.name());

describe("homeport", () => {
  test("--help lists every command below its group", async () => {
    const { code, out, err } = await tellOf(["--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    for (const name of [...names, ...Object.keys(commands)]) expect(out).toContain(name);
  });

  test("without a word it shows the same, as an error", async () => {
    const { code, out, err } = await tellOf([]);
    expect({ code, out, err }).toEqual({ code: 2, out: "", err: (await tellOf(["--help"])).out });
  });

  test("--version tells that of the package", async () => {
    expect(await tellOf(["--version"])).toEqual({ code: 0, out: "1.2.3\n", err: "" });
  });

  test.each(names)("%s --help tells its options, an example and how it ends", async (name) => {
    const { code, out, err } = await tellOf([name, "--help"]);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(
      new RegExp(`^Usage: homeport ${name} .*Options:.*Examples:.*Ends with:\n {2}0 `, "s"),
    );
    expect((await tellOf(["help", name])).out).toBe(out);
  });

  test.each([
    [["hots-key"], "homeport: unknown command 'hots-key'\n(Did you mean host-key?)\n"],
    [["host-key", "--jsno", "::1"], "homeport host-key: unknown option '--jsno'\n(Did you mean --json?)\n"],
  ])("%j: the nearest word is named", async (words, said) => {
    const { code, out, err } = await tellOf(words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err.startsWith(said)).toBe(true);
    expect(err).toMatch(/\nhomeport( host-key)? --help says what there is\n$/);
  });
});
