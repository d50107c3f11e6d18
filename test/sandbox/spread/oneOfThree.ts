import { describe, expect, test } from "vitest";
import { cutOff, type Failure, switchedOff } from "../../support/hosts";
import { during } from "../../support/load";
import { losses } from "../../support/loadReport";
import { pause, waitFor } from "../../support/wait";
import type { Asking } from "./asking";
import type { SpreadHome } from "./home";

/** Each has at most one request under way: no more can be with a host when it goes. */
const connections = 16;
/** How long is looked for an answer that is wrong, in seconds: twice what it takes until there is none. */
const looked = 4;
/** An answer that takes longer is none that a visitor would call right, in seconds. */
const late = 1;
/** Until all answers are right again, in seconds, on a machine with much else to do. */
const allowed = 10;

/** A service without data of its own on three hosts, of which one is lost while visitors ask. */
export const oneOfThree = (opened: () => Asking) =>
  describe("one of three hosts is lost: its services are answered by the others, by nobody's doing", () => {
    const ways: [how: string, way: (home: SpreadHome) => Failure][] = [
      ["power", (home) => switchedOff(home.east)],
      ["cable", (home) => cutOff(home.east, home.farm, home.nobody)],
    ];

    test.each(ways)("without %s, and back", async (how, way) => {
      const spread = opened();
      const all = async () => (await spread.seen("three", 18)).size === 3;
      await waitFor("all three", all);
      const { fail, heal } = way(spread.home);
      let away = true;
      const wrong = { lost: 0, back: 0 };
      const load = { origin: spread.home.https, host: "three.example.org", rate: 50, connections };
      try {
        const report = await during({ ...load, timeoutSeconds: 30 }, async () => {
          wrong.lost = await lastWrong(spread, fail);
          expect([...(await spread.seen("three", 18))]).not.toContain(spread.idOf("east", "three-east-0"));
          wrong.back = await lastWrong(spread, heal);
          away = false;
          await waitFor("its share", all);
        });
        const told = { how, failed: report.failed, of: report.sent, ...wrong, "longest wait": report.max };
        console.table([told]);
        expect(report.failed, losses(report)).toBeLessThanOrEqual(connections);
        expect(Object.keys(report.statuses)).toEqual(["200"]);
        for (const seconds of Object.values(wrong)) expect(seconds).toBeLessThan(allowed);
      } finally {
        if (away) await heal();
      }
    });
  });

/** @returns how many seconds after something happens the last answer comes that is wrong, or late */
async function lastWrong(spread: Asking, happens: () => Promise<void>): Promise<number> {
  const began = performance.now();
  const since = () => (performance.now() - began) / 1_000;
  let last = 0;
  const happening = happens();
  while (since() < looked || since() < last + 1) {
    if (since() > 3 * allowed) break;
    const from = since();
    const status = await spread.status("three").catch(() => undefined);
    if (status !== 200 || since() - from > late) last = since();
    await pause(0.05);
  }
  await happening;
  return Math.round(last * 10) / 10;
}
