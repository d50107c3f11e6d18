import { expect, test } from "vitest";
import type { Line } from "../../../../commands/logs/lines";
import { merged } from "../../../../commands/logs/merge";
import { streamProcess } from "../../../../commands/shared/streamed";

const pulled: string[] = [];
async function* source(container: string, ...times: string[]): AsyncGenerator<Line> {
  for (const time of times) {
    pulled.push(time);
    yield { container, time, text: "x".repeat(9), from: "out" };
  }
}

test("lines of several containers come in the order of time, whichever output was read first, and few wait", async () => {
  const far = Array.from({ length: 50 }, (_, at) => `3${String(at).padStart(2, "0")}`);
  const told: string[] = [];
  const sources = [source("a", "1", "4", "3", "5"), source("b", "2", "6"), source("c", ...far)];
  for await (const { container, time } of merged(sources, 40)) {
    told.push(container + time);
    if (time === "2") expect(pulled.length).toBeLessThan(15);
  }
  expect(told.slice(0, 4)).toEqual(["a1", "b2", "a3", "c300"]);
  expect(told.slice(-3)).toEqual(["a4", "a5", "b6"]);
  expect(told).toHaveLength(56);
});

const call = (program: string, ...words: string[]) => ({ program, words, variables: process.env });

test("a program that never stops waits for whoever reads it, and ends with them", async () => {
  let lines = 0;
  for await (const { text } of streamProcess(call("yes", "one of many"))) {
    expect(text).toBe("one of many");
    if (++lines === 20_000) break;
  }
  expect(lines).toBe(20_000);
});

test.each([
  [call("sh", "-c", "printf 'a\\nb'; printf 'ü\\n' >&2; exit 3"), ["a", "b", "ü"], { status: 3 }],
  [call("no-such-program"), [], { reason: "there is no no-such-program on PATH" }],
  [call("sleep", "60"), [], { reason: "no answer within 0.2 s" }],
])("how a program ended is told behind its lines (case %#)", async (one, lines, ended) => {
  const told: string[] = [];
  const all = streamProcess(one, { seconds: 0.2 * (one.program === "sleep" ? 1 : 100) });
  let next = await all.next();
  for (; !next.done; next = await all.next()) told.push(next.value.text);
  expect(told.sort()).toEqual(lines);
  expect(next.value).toMatchObject(ended);
});
