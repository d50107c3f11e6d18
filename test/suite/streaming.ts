import { describe, expect, test } from "vitest";
import { mostMemoryDuring } from "../support/containers";
import { download, events, upload, websocketEcho } from "../support/streams";
import { both, type Deployed, type Environment, only } from "./deployment";

const gibibyte = 2 ** 30;
const mebibyte = 2 ** 20;
/** Far below what a proxy would hold that keeps even a sixteenth of the body. */
const allowedGrowth = 64 * mebibyte;

/** What is not one short answer. */
export const streaming = (deployed: Deployed) =>
  describe("streaming", () => {
    test("a websocket is opened and carries messages both ways", async () => {
      const messages = ["one", "two", "x".repeat(100_000)];
      for (const { https } of both(deployed))
        expect(await websocketEcho(https, "web.example.org", "/ws", messages)).toEqual(messages);
    });

    test("a websocket passes under a stripped prefix too", async () => {
      const { https } = deployed().environments.prod;
      expect(await websocketEcho(https, "apps.example.org", "/console/ws", ["one"])).toEqual(["one"]);
    });

    test("server-sent events arrive one by one: a proxy that buffers would hold them back", async () => {
      for (const { https } of both(deployed)) {
        const seen = await events(https, "web.example.org", "/events?count=5&every=200");
        expect(seen).toHaveLength(5);
        const [firstOne, lastOne] = [seen[0]?.at ?? 0, seen[4]?.at ?? 0];
        expect(lastOne - firstOne).toBeGreaterThan(400);
      }
    });

    test("a download of 1 GiB streams through without the proxies' memory growing", async () => {
      const { prod } = deployed().environments;
      await withSteadyMemory(prod, async () => {
        expect(await download(prod.https, "web.example.org", `/bytes?size=${gibibyte}`)).toBe(gibibyte);
      });
    });

    test("an upload of 1 GiB streams through without the proxies' memory growing", async () => {
      const { prod } = deployed().environments;
      await withSteadyMemory(prod, async () => {
        const answer = await upload(prod.https, "web.example.org", "/count", gibibyte);
        expect(answer).toEqual({ received: gibibyte });
      });
    });
  });

async function withSteadyMemory(environment: Environment, work: () => Promise<void>): Promise<void> {
  const proxies = [...(await only(environment, "farm")), ...(await only(environment, "router"))];
  const ids = proxies.map(({ Id }) => Id);
  const before = await mostMemoryDuring(ids, async () => {});
  const most = await mostMemoryDuring(ids, work);
  proxies.forEach(({ Name, HostConfig }, i) => {
    const growth = (most[i] ?? 0) - (before[i] ?? 0);
    expect(growth, `${Name} grew from ${before[i]} to ${most[i]} bytes`).toBeLessThan(allowedGrowth);
    expect(most[i], `${Name} against its limit`).toBeLessThan(HostConfig.Memory ?? 0);
  });
}
