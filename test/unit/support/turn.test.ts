import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Holder, inTurn, take, turn } from "../../support/turn";
import { pause } from "../../support/wait";

const newName = () => `test-${randomBytes(4).toString("hex")}`;

/** Another process that takes a turn, says so, and does nothing more. */
async function other(name: string) {
  const program = `require(process.argv[1]).turn(process.argv[2], () => {}).then(() => console.log("mine"));
setInterval(() => {}, 1000);`;
  const words = ["--import", "tsx", "--eval", program, join(__dirname, "../../support/turn.ts"), name];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child;
}

test("whoever asks for a turn that is taken is told by whom, and from where", async () => {
  const name = newName();
  const { pid } = await other(name);
  expect(await take(name)).toMatchObject({ pid, folder: process.cwd() });
});

test("a turn is over with the process that has it, even by a kill, and the next one has it", async () => {
  const name = newName();
  const child = await other(name);
  const waiting: Holder[] = [];
  const mine = turn(name, (holder) => {
    waiting.push(holder);
    child.kill("SIGKILL");
  });
  await (await mine).release();
  expect(waiting.map(({ pid }) => pid)).toEqual([child.pid]);
});

test("what is done in turn is done one after the other, and gives the turn back where it fails", async () => {
  const name = newName();
  const said: string[] = [];
  const work = async (what: string) => {
    said.push(`${what} begins`);
    await pause(0.05);
    said.push(`${what} ends`);
    throw new Error(what);
  };
  const done = await Promise.allSettled(
    ["one", "two"].map((what) =>
      inTurn(
        name,
        () => {},
        () => work(what),
      ),
    ),
  );
  expect(done.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  const [first] = said[0]?.split(" ") ?? [];
  expect(said.slice(0, 2)).toEqual([`${first} begins`, `${first} ends`]);
  expect(said).toHaveLength(4);
});

test("turns of different names have nothing to do with each other", async () => {
  const [one, two] = [await take(newName()), await take(newName())];
  for (const taken of [one, two]) {
    if (!("release" in taken)) expect.unreachable("nobody else knows their names");
    else await taken.release();
  }
});
