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
const sweeper: FakeContainer = { resource: "backups-sweeper", component: "sweeper", type: "TraefikRouter" };

/** @param phase how far the exchange of the one volume is */
function world(phase = "done") {
  const containers = [blog, sweeper];
  const docker = `case "$1 $3" in
  "inspect {{.State.Running}} {{.Image}}") echo "false sha256:77"; exit;;
  "run --read-only") printf 'wiki/files\\t${phase}\\tA\\tprod\\t0\\t12\\n'; exit;;
esac
${enginesOwn}`;
  const folder = fakeWorld({ containers, states: { prod: exported(containers) }, docker });
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

test("while data have changed places in part, nothing is woken that would use them: what goes on and back is told", async () => {
  const { surroundings, tell, look } = world("in");
  await sleepNow("prod", surroundings, "exchange");
  const refused = await tell("wake", "prod");
  expect(refused).toMatchObject({ code: 3, out: "" });
  expect(refused.err).toMatch(
    /prod: a rehearsal from the set A of prod was cut off while data changed places/,
  );
  expect(refused.err).toContain("→ npx homeport rehearse --to prod --back --yes");
  expect(await look()).toMatchObject({ isExchanged: true });
  const whole = world("done");
  await sleepNow("prod", whole.surroundings, "exchange");
  await whole.tell("wake", "prod");
  expect(await whole.look()).toMatchObject({ isExchanged: false });
});
