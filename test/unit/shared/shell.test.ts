import { execFileSync, spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { commandLine, pollFunction, quote } from "../../../components/shared/shell";

const sh = (script: string) => execFileSync("/bin/sh", ["-c", script], { encoding: "utf8" });

/** Any text but NUL, which no argument of a process can have. */
const text = fc.string({ unit: "binary" }).map((any) => any.replaceAll("\0", ""));
const nasty = fc
  .array(fc.constantFrom("'", '"', "\\", "$(id)", "`id`", ";", "\n", " ", "*", "~", "#", "-n", "!", "é", "a"))
  .map((parts) => parts.join(""));

describe("a quoted text reaches the program as it was, or a setting could run as a command", () => {
  test("whatever characters it has", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(text, nasty), { minLength: 1, maxLength: 20 }), (words) => {
        const said = sh(`printf '%s\\0' ${words.map(quote).join(" ")}`);
        expect(said.split("\0").slice(0, -1)).toEqual(words);
      }),
      { numRuns: 150 },
    );
  });

  test.each(["", "it's", "'", "a b", "$HOME", "~", "*", "a\nb", "=x"])("%j", (word) => {
    expect(sh(`printf %s ${quote(word)}`)).toBe(word);
  });

  test("a plain word stays readable", () => {
    expect(commandLine("docker", "exec", "-i", "prod-router-1a2b3c4", "sh")).toBe(
      "docker exec -i prod-router-1a2b3c4 sh",
    );
    expect(commandLine("curl", "-H", "Host: a.org", "http://127.0.0.1:7070/")).toBe(
      "curl -H 'Host: a.org' http://127.0.0.1:7070/",
    );
  });
});

describe("poll", () => {
  const poll = (script: string) => spawnSync("/bin/sh", ["-c", `set -eu\n${pollFunction}\n${script}`]).status;

  test("goes on until the command succeeds", () => {
    expect(poll("tries=0; later() { tries=$((tries + 1)); [ $tries -ge 3 ]; }; poll 10 later")).toBe(0);
  });

  test("gives up when its time is over, and tries once even without any", () => {
    expect(poll("poll 0 false")).toBe(1);
    expect(poll("poll 0 true")).toBe(0);
  });

  test("hands its words on unbroken", () => {
    expect(poll('two() { [ $# = 2 ] && [ "$1" = "a b" ]; }; poll 0 two "a b" c')).toBe(0);
  });
});
