import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { alone, unbroken } from "../../../../components/hosts/exchange/unbroken";
import { byTitle } from "../../../../components/shared/titled";
import { removeFolder } from "../../../support/removeFolder";
import { waitFor } from "../../../support/wait";
import { farm } from "./engine";

const has = (program: string) => spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "homeport-unbroken-"));
  onTestFinished(() => removeFolder(made));
  return made;
}

/** Starts a script as Pulumi's provider does, in a process group of its own. */
const start = (script: string, env: Record<string, string> = {}) =>
  spawn(
    "/bin/sh",
    byTitle([{ title: "it", script }])
      .slice(1)
      .concat("it"),
    {
      detached: true,
      env: { ...process.env, ...env },
      stdio: ["pipe", "pipe", "pipe"],
    },
  );

test("a script reads what it is given and says what it says, its status included", () => {
  const script = unbroken("cat; echo wrong >&2; exit 3");
  const { status, stdout, stderr } = spawnSync("/bin/sh", ["-c", script], { input: "in", encoding: "utf8" });
  expect([status, stdout, stderr]).toEqual([3, "in", "wrong\n"]);
});

test.runIf(has("setsid"))(
  "it goes on to its end when all that has started it is killed, and nobody listens any more",
  async () => {
    const place = folder();
    const child = start(
      unbroken(`echo begun > ${place}/begun; sleep 1; echo heard; echo done > ${place}/done`),
    );
    await waitFor("the script to begin", async () => existsSync(join(place, "begun")));
    child.stdout.destroy();
    process.kill(-(child.pid as number), "SIGKILL");
    await waitFor("the end of the script", async () => existsSync(join(place, "done")));
  },
);

test.runIf(has("flock"))("a second one for the same containers waits until the first has ended", async () => {
  const place = folder();
  const script = (name: string) =>
    `${alone(farm, 10)}\necho ${name} begins >> ${place}/log; sleep 0.5; echo ${name} ends >> ${place}/log`;
  const first = start(script("first"), { TMPDIR: place });
  await waitFor("the first to begin", async () => existsSync(join(place, "log")));
  const second = start(script("second"), { TMPDIR: place });
  await Promise.all([first, second].map((one) => new Promise((resolve) => one.on("close", resolve))));
  expect(readFileSync(join(place, "log"), "utf8")).toBe(
    "first begins\nfirst ends\nsecond begins\nsecond ends\n",
  );
});
