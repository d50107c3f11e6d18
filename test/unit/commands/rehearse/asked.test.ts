import { expect, test } from "vitest";
import { refuseUnasked } from "../../../../commands/rehearse/asked";

const farm = new URL("https://127.0.0.1:7443");

test("a rehearsal that could ask for nothing is refused, with what to write into the program", () => {
  for (const outputs of [undefined, { farm, questions: [], ports: [] }])
    expect(() => refuseUnasked("staging", outputs)).toThrow(
      /^staging: its outputs do not say what it serves.* describeServices\(farm, \[blog\]\)/,
    );
  const questions = [{ service: "blog", url: new URL("https://blog.example.org:7443") }];
  expect(() => refuseUnasked("staging", { farm, questions, ports: [] })).not.toThrow();
});
