import { describe, expect, test } from "vitest";
import { secretOf } from "../../suite/scenario";
import { idsOf, lossesOf, type Opened, quick, running, whileAsking } from "./opened";

/** A version of `web` that never gets ready. */
export const failedUpdate = (opened: Opened) =>
  describe("a version that never gets ready", () => {
    let good: string[] = [];

    test.each(["fails the update", "fails the next one as well: it does not turn green by itself"])(
      "%s, with the container's last words; the old version has answered every request",
      async () => {
        good = good.length > 0 ? good : await idsOf(opened(), "web");
        opened().configure({ "scenario:unhealthy": true, "scenario:answer": "broken" });
        const { result, reports } = await whileAsking([quick], () => opened().tryUp());
        const { failure, told } = result;
        expect(failure).toMatch(/prod-web-\d-[0-9a-f]{7} /);
        expect(failure).toContain("database unreachable: giving up");
        expect(failure + told).not.toContain(secretOf("prod"));
        expect(lossesOf(reports)).toEqual([]);
        for (const { answers, ok } of reports) expect(answers).toEqual({ second: ok });
        expect(await idsOf(opened(), "web")).toEqual(expect.arrayContaining(good));
      },
    );

    test("goes when it is repaired, without a lost request and without a trace", async () => {
      const { Id: broken } = (await running(opened(), "web")).find(({ Id }) => !good.includes(Id)) ?? {};
      expect(broken).toBeDefined();
      opened().configure({ "scenario:unhealthy": undefined, "scenario:answer": "third" });
      const { reports } = await whileAsking([quick], () => opened().up());
      expect(lossesOf(reports)).toEqual([]);
      for (const { answers } of reports) expect(Object.keys(answers).sort()).toEqual(["second", "third"]);
      const now = await idsOf(opened(), "web");
      expect(now).toHaveLength(good.length);
      expect(now.filter((id) => id === broken || good.includes(id))).toEqual([]);
      await opened().unchanged();
    });
  });
