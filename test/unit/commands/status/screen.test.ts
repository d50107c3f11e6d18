import { describe, expect, test } from "vitest";
import type { HomeFacts } from "../../../../commands/status/facts/home";
import { judge } from "../../../../commands/status/judge/judge";
import type { Look } from "../../../../commands/status/render/look";
import { renderScreen } from "../../../../commands/status/render/screen";
import { bytes, span, used } from "../../../../commands/status/render/units";
import { expectGolden } from "../../golden";
import { container, environment, failedUpdate, home, troubled, unit } from "./home";

const plain: Look["paint"] = (_, text) => text;
const screen = (facts: HomeFacts, columns: number, paint = plain) =>
  renderScreen(facts, judge(facts, { days: 14 }), { columns, paint });

const homes = { troubled, well: home([environment()]), failed: failedUpdate };

describe("the screen of a home", () => {
  test.each(["troubled", "well", "failed"] as const)("%s, as wide as three terminals are", (name) => {
    for (const columns of [60, 80, 120])
      expectGolden(`status/${name}-${columns}.txt`, screen(homes[name], columns));
  });

  test.each(["troubled", "well", "failed"] as const)(
    "%s: no line is longer than the terminal is wide",
    (name) => {
      for (const columns of [60, 80, 100, 120])
        for (const line of screen(homes[name], columns)
          .split("\n")
          .filter((one) => !one.includes("→ ")))
          expect(line.length, line).toBeLessThanOrEqual(columns);
    },
  );

  test("what is to be typed stands in a line of its own, whole, however narrow the terminal is", () => {
    const commands = judge(troubled, { days: 14 }).flatMap(({ next }) => next);
    expect(commands).toContain("ssh deploy@apps docker version");
    for (const columns of [40, 60, 120])
      for (const one of [...commands, "npx homeport promote --from staging --to prod --show"])
        expect(screen(troubled, columns).split("\n")).toContain(`    → ${one}`);
  });

  test("what is starting has neither a fault's mark nor a cut time", () => {
    const young = container("prod-blog-0-1", {
      standing: "starting",
      since: "2026-11-27T19:59:48Z",
      startsUntil: "2026-11-27T20:00:30Z",
    });
    const starting = home([environment({ services: [unit("blog", [young])] })]);
    expect(screen(starting, 60)).toMatch(
      /^… {2}blog +starting +since 12 seconds +412 MiB of 512\n {3}blog\.example\.org$/m,
    );
  });

  test("colours change nothing but colours", () => {
    const paint: Look["paint"] = (_, text) => `\u001b[31m${text}\u001b[39m`;
    for (const columns of [80, 120]) {
      const painted = screen(troubled, columns, paint);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are made of.
      expect(painted.replace(/\u001b\[\d+m/g, "")).toBe(screen(troubled, columns));
      expect(painted).toContain("\u001b[31mSTOPPED\u001b[39m");
    }
  });

  test("a stack that was made and never updated is not called well", () => {
    const empty = environment({ hosts: [], services: [], proxies: [], volumes: [] });
    expect(screen(home([empty], { behind: [] }), 80)).toBe(
      "homeport runs nothing yet; what begins it: npx pulumi up\n",
    );
  });

  test("where nothing was deployed it says what begins it", () => {
    expect(screen(home([], { behind: [] }), 80)).toBe(
      "homeport runs nothing yet; what begins it: npx pulumi up\n",
    );
  });

  test("where the farm says nothing of certificates, that is said", () => {
    const notAsked = { notAsked: "the farm does not run" };
    const silent = home([environment({ farm: notAsked, certificates: notAsked })]);
    expect(screen(silent, 120)).toContain("certificates: could not ask: the farm does not run\n");
    const without = home([environment({ proxies: [], farm: notAsked, certificates: notAsked })]);
    expect(screen(without, 120)).not.toContain("certificates");
  });
});

describe("units for people", () => {
  test.each([
    [0, "0 seconds"],
    [1_000, "1 second"],
    [119_000, "1 minute"],
    [2 * 3_600_000, "2 hours"],
    [3.9 * 86_400_000, "3 days"],
    [-5_000, "0 seconds"],
  ])("%d milliseconds", (length, text) => {
    expect(span(length)).toBe(text);
  });

  test.each([
    [0, "0 B"],
    [900, "900 B"],
    [412 * 2 ** 20, "412 MiB"],
    [1.25 * 2 ** 30, "1.3 GiB"],
    [2 ** 50, "1024 TiB"],
  ])("%d bytes", (amount, text) => {
    expect(bytes(amount)).toBe(text);
  });

  test("a limit has the unit of what is used where that can be read", () => {
    const [small, large] = [80 * 2 ** 20, 2 ** 30];
    expect(used(small, 256 * 2 ** 20)).toBe("80 MiB of 256");
    expect(used(small, large)).toBe("80 MiB of 1 GiB");
    expect(used(small, undefined)).toBe("80 MiB");
  });
});
