import { spawnSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { packed } from "../../../components/shared/packed";
import { unpacked } from "../../support/unpacked";
import { expectGolden } from "../golden";

const run = (script: string) => spawnSync("sh", [], { input: script, encoding: "utf8" });

describe("a packed script", () => {
  test("does what it did, with every character, and fails as it did", () => {
    const script = `set -eu\ncat <<'END'\nit's "ä" $HOME \\n \`here\`\nEND\nprintf '%s' "$(echo last)"\nexit 3\n`;
    expect(run(packed(script))).toMatchObject({ stdout: `it's "ä" $HOME \\n \`here\`\nlast`, status: 3 });
    expect(unpacked(packed(script))).toBe(script);
  });

  test("fails where it did not arrive as a whole", () => {
    const text = packed("echo done\n");
    const cut = text.replace(/\n\S+(?=\nHOMEPORT)/, (line) => line.slice(0, -12));
    expect(cut).not.toBe(text);
    const { status, stdout } = run(cut);
    expect(status).not.toBe(0);
    expect(stdout).toBe("");
  });

  test("has the same bytes on every machine, by any version of what packs it", () => {
    const lines = Array.from({ length: 200 }, (_, at) => `echo ${at} ${(at * 7919) % 1013}`).join("\n");
    expectGolden("shared/packed.sh", packed(lines));
    expect(packed(lines).length).toBeLessThan(lines.length);
  });
});
