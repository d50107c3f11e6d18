import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { type FormerName, formerNames, runFormer } from "../../../commands/former";
import { bin, scripts } from "../../../package.json";
import { hearing, tellOf } from "./told";

const root = resolve(__dirname, "../../..");
const names = Object.keys(formerNames) as FormerName[];

async function formerly(name: FormerName, ...words: string[]) {
  const { surroundings, told } = hearing();
  return told(await runFormer(name, words, "1.2.3", surroundings));
}

describe.each(names)("%s", (name) => {
  const { now } = formerNames[name];

  test("says what to type now, and does the same", async () => {
    const { code, out, err } = await formerly(name, "--help");
    expect(err).toBe(`${name} goes with the next version; now it is: npx homeport ${now.join(" ")}\n`);
    expect({ code, out }).toEqual({ code: 0, out: (await tellOf([now[0], "--help"])).out });
  });

  test("ends as it did where it cannot be done", async () => {
    const { code, err } = await formerly(name, "--nonsense");
    expect(code).toBe(/promote|host-key|template/.test(name) ? 1 : 2);
    expect(err).toContain(`homeport ${now[0]}: unknown option '--nonsense'`);
  });

  test("is still there to be typed", () => {
    if (name.startsWith("npm run ")) {
      const script = scripts[name.replace("npm run ", "") as keyof typeof scripts];
      expect(script).toBe(`node bin/former.cjs "${name}"`);
    } else {
      const file = join(root, bin[name as keyof typeof bin]);
      expect(readFileSync(file, "utf8")).toContain(`("${name}", process.argv.slice(2))`);
    }
  });
});

describe("in a checkout", () => {
  const words = [join(root, bin.homeport), "host-key", "--jsno", "attic"];

  test("the sources run as they are", () => {
    expect(existsSync(join(root, "tsconfig.build.json"))).toBe(true);
    const { status, stderr } = spawnSync(process.execPath, words, { encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^homeport host-key: unknown option '--jsno'\n\(Did you mean --json\?\)\n/);
  });

  test("npx finds what a project finds that installs the package", () => {
    execFileSync(process.execPath, [join(root, "bin/link.cjs")]);
    for (const [name, file] of Object.entries(bin))
      expect(readFileSync(join(root, "node_modules/.bin", name), "utf8")).toBe(
        readFileSync(join(root, file), "utf8"),
      );
  });
});
