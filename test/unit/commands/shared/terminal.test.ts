import { describe, expect, test } from "vitest";
import { terminalOf } from "../../../../commands/shared/terminal";

/** A stream that keeps what is written to it. */
function stream(isTTY: boolean) {
  const written: string[] = [];
  return { isTTY, columns: 40, written, write: (text: string) => written.push(text) };
}

function seen(isTTY: boolean, variables: Record<string, string>) {
  const [out, err] = [stream(isTTY), stream(isTTY)];
  const { paint, progress, columns } = terminalOf(out, err, variables);
  progress("asking 3 names …");
  progress();
  return { painted: paint("red", "FAILED"), told: err.written.join(""), columns };
}

describe("colours and progress", () => {
  test("are for a terminal", () => {
    expect(seen(true, { TERM: "xterm" })).toEqual({
      painted: "\u001b[31mFAILED\u001b[39m",
      told: "\r\u001b[Kasking 3 names …\r\u001b[K",
      columns: 40,
    });
  });

  test("with NO_COLOR a person is still told what is being waited for", () => {
    expect(seen(true, { NO_COLOR: "1" })).toMatchObject({ painted: "FAILED", columns: 40 });
    expect(seen(true, { NO_COLOR: "1" }).told).toContain("asking");
  });

  test.each([
    ["a file or a pipe", false, {}],
    ["a pipeline's job", true, { CI: "true" }],
    ["a terminal that can do nothing", true, { TERM: "dumb" }],
  ])("are not for %s", (_, isTTY, variables) => {
    expect(seen(isTTY, variables)).toEqual({ painted: "FAILED", told: "", columns: undefined });
  });

  test("a line of progress is never longer than the terminal", () => {
    const err = stream(true);
    terminalOf(stream(true), err, {}).progress("x".repeat(100));
    expect(err.written).toEqual([`\r\u001b[K${"x".repeat(39)}`]);
  });
});
