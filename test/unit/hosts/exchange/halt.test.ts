import { expect, test } from "vitest";
import { haltFunction } from "../../../../components/hosts/exchange/halt";
import { Bench } from "../../bench";

/** What the engine is asked for, where its containers were made with these times. */
function halted(granted: number, made: readonly string[]): string | undefined {
  const bench = new Bench([]).fake(
    "docker",
    `[ "$1" != inspect ] || printf '%s\\n' ${made.map((one) => `'${one}'`).join(" ")}`,
  );
  return bench.run(["sh", "-c", `${haltFunction(granted)}\nhalt one two`], "").calls.at(-1);
}

test.each([
  [10, ["<nil>", "<nil>"], 10],
  [30, ["<nil>", "10"], 30],
  [10, ["<nil>", "60"], 60],
  [9, ["100", "20"], 100],
])("granted %i s, and made with %j: all of them have %i s", (granted, made, seconds) => {
  expect(halted(granted, made)).toBe(`docker stop -t ${seconds} one two`);
});
