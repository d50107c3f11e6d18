import { afterEach, expect, test } from "vitest";
import { sleepNow } from "../../../../commands/rehearse/exchange";
import { askEnvironment } from "../../../../commands/sleep/environment";
import { removeFolder } from "../../../support/removeFolder";
import { enginesOwn } from "../sleep/engine";
import { exported, type FakeContainer, fakeWorld } from "../status/fakes";
import { hearing, tellOf } from "../told";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const blog: FakeContainer = { resource: "blog-0", component: "blog" };

function world() {
  const folder = fakeWorld({ containers: [blog], states: { prod: exported([blog]) }, docker: enginesOwn });
  folders.push(folder);
  const variables = { PATH: `${folder}:/usr/bin:/bin` };
  const { surroundings } = hearing({ folder, variables });
  return {
    surroundings: { ...surroundings, now: new Date("2026-11-28T12:00:00Z") },
    tell: (...words: string[]) => tellOf(words, { folder, variables }),
    look: async () => (await askEnvironment("prod", surroundings)).hosts[0],
  };
}

test("an exchange in an environment that somebody has put to sleep is remembered, too: cut off, it goes on and takes nothing away", async () => {
  const { surroundings, tell, look } = world();
  await tell("sleep", "prod", "--yes");
  expect(await look()).toMatchObject({ isExchanged: false, isPutToSleep: true });
  await sleepNow("prod", surroundings, "exchange");
  expect(await look()).toMatchObject({ isExchanged: true, isPutToSleep: true });
});

test("an exchange of one that was awake does not make it one that slept", async () => {
  const { surroundings, look } = world();
  await sleepNow("prod", surroundings, "exchange");
  expect(await look()).toMatchObject({ isExchanged: true, isPutToSleep: false });
});
