import { afterAll, describe, expect, test } from "vitest";
import type { Config } from "../../sandbox/messages";
import { ask } from "../../support/http";
import type { LoadReport } from "../../support/load";
import {
  farm,
  idsOf,
  lossesOf,
  newcomers,
  type Opened,
  plainFarm,
  quick,
  running,
  slow,
  throughGate,
  whileAsking,
} from "./opened";

/** Updates of every kind under 200 requests/s: none may lose a request. */
export const underLoad = (opened: Opened) =>
  describe("an update under load loses no request", () => {
    const rows: Record<"update" | "sent" | "slow" | "lost" | "p99" | "most" | "seconds", string | number>[] =
      [];

    /** Makes one change while visitors ask; what they saw. */
    async function update(name: string, change: Config, visitors = [quick, slow]) {
      opened().configure(change);
      const { result, reports } = await whileAsking(visitors, () => opened().up());
      const [report, slowOnes] = reports as [LoadReport, LoadReport];
      const lost = reports.reduce((sum, { failed }) => sum + failed, 0);
      const { sent, p99, max: most } = report;
      rows.push({
        update: name,
        sent,
        slow: slowOnes.sent,
        lost,
        p99,
        most,
        seconds: Math.round(result.seconds),
      });
      expect(lossesOf(reports)).toEqual([]);
      return { report, reports, changes: result.changes };
    }

    afterAll(() => console.table(rows));

    test("when its service is replaced; old and new version answer, one after the other", async () => {
      const before = await idsOf(opened(), "web");
      const { report } = await update("replaced service", { "scenario:answer": "second" });
      expect(Object.keys(report.answers).sort()).toEqual(["prod", "second"]);
      expect((await ask(farm, "web.example.org")).json().answer).toBe("second");
      const now = await idsOf(opened(), "web");
      expect(now.filter((id) => before.includes(id))).toEqual([]);
    });

    test("when the router is replaced, through the farm and through the router's published port", async () => {
      const before = await idsOf(opened(), "router");
      await update("replaced router", { "scenario:routerLogLevel": "WARN" }, [quick, slow, throughGate]);
      const now = await idsOf(opened(), "router");
      expect(now).toHaveLength(before.length);
      expect(now.filter((id) => before.includes(id))).toEqual([]);
    });

    test("when the farm's timeouts change: the same container goes on with another configuration", async () => {
      const before = await idsOf(opened(), "farm");
      const { changes } = await update("changed farm", { "scenario:serverSeconds": 120 });
      expect(changes).toMatchObject({ update: 1 });
      expect(await idsOf(opened(), "farm")).toEqual(before);
    });

    test.each([
      ["up", 4],
      ["down", 1],
    ])("when it is scaled %s to %i", async (_, replicas) => {
      await update(`scaled to ${replicas}`, { "scenario:replicas": replicas });
      expect(await running(opened(), "web")).toHaveLength(replicas);
      const seen = new Set<string>();
      for (let i = 0; i < 20; i++) seen.add((await ask(farm, "web.example.org")).json().instance);
      expect(seen.size).toBe(replicas);
    });

    test("when it gets another domain and with it another certificate, and when that goes; nor a handshake", async () => {
      const visitors = [quick, slow, newcomers];
      const added = await update("domain added", { "scenario:extraDomain": "new.example.org" }, visitors);
      expect((await ask(farm, "new.example.org")).status).toBe(200);
      const removed = await update("domain removed", { "scenario:extraDomain": undefined }, visitors);
      expect((await ask(plainFarm, "new.example.org")).status).toBe(404);
      for (const { reports } of [added, removed]) {
        const { notConnected, connections, certificates } = reports[2] as LoadReport;
        expect([notConnected, Object.keys(certificates).length]).toEqual([0, 2]);
        expect(connections).toBeGreaterThan(50);
      }
    });

    test("when a service is added beside it, and removed", async () => {
      await update("service added", { "scenario:guest": true });
      expect((await ask(farm, "guest.example.org")).status).toBe(200);
      await update("service removed", { "scenario:guest": undefined });
      expect((await ask(plainFarm, "guest.example.org")).status).toBe(404);
      expect(await running(opened(), "guest")).toEqual([]);
    });

    test("and that was said of at least 5,000 requests", () => {
      expect(rows.reduce((sum, { sent }) => sum + Number(sent), 0)).toBeGreaterThanOrEqual(5_000);
    });
  });
