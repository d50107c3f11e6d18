import { expect, test } from "vitest";
import { runProcess } from "../../../../commands/shared/process";

const shell = (script: string, more: { input?: string; seconds?: number } = {}) =>
  runProcess({ program: "sh", words: ["-c", script], ...more });

test("a program reads what it is given, and tells all that it wrote and how it ended", async () => {
  const script = "cat; echo aside >&2; exit 7";
  expect(await shell(script, { input: "given" })).toEqual({ status: 7, stdout: "given", stderr: "aside\n" });
  expect(await shell("true")).toEqual({ status: 0, stdout: "", stderr: "" });
});

test("one that reads nothing ends all the same", async () => {
  expect((await shell("exit 0", { input: "x".repeat(2 ** 20) })).status).toBe(0);
});

test("why there is no status is said in words", async () => {
  const none = await runProcess({ program: "homeport-nowhere", words: [] });
  expect(none).toMatchObject({ status: undefined, reason: "there is no homeport-nowhere on PATH" });
  expect(await shell("exec sleep 600", { seconds: 0.2 })).toMatchObject({ reason: "no answer within 0.2 s" });
  expect(await shell("kill -9 $$")).toMatchObject({ reason: "it was ended by SIGKILL" });
});

test("it has the variables that it is given, and no others", async () => {
  const variables = { PATH: "/usr/bin:/bin", GIVEN: "yes" };
  const { stdout } = await runProcess({ program: "sh", words: ["-c", "echo $GIVEN $HOME"], variables });
  expect(stdout).toBe("yes\n");
});
