import { expect, it } from "vitest";
import { makeCommand } from "./command";
import type { Bench } from "./kind";

const bench = { signal: new AbortController().signal } as Bench;
const megabytes = "0123456789abcdef".repeat(2 ** 18);

it("a script gets its environment and all of its input, however long", async () => {
  const create = 'printf "%s " "$WHERE"; wc -c';
  const { outputs } = await makeCommand(
    "a",
    { create, stdin: megabytes, environment: { WHERE: "here" } },
    bench,
  );
  expect(outputs.stdout).toBe(`here ${megabytes.length}`);
});

it("a script need not read its input", async () => {
  const { outputs } = await makeCommand("a", { create: "echo done", stdin: megabytes }, bench);
  expect(outputs.stdout).toBe("done");
});
