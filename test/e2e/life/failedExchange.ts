import { describe, expect, test } from "vitest";
import { testImages } from "../../images/tags";
import { ask } from "../../support/http";
import { waitFor } from "../../support/wait";
import { everyOf, farm, idsOf, type Opened } from "./opened";
import { store, volumeOf } from "./volumes";

/** What cannot run beside its successor is back when that one does not work. */
export const failedExchange = (opened: Opened) =>
  describe("an exchange that fails", () => {
    test("gives its place back to the service with a private volume, which answers as before", async () => {
      const before = await store(opened());
      const { answer } = (await ask(farm, "store.example.org")).json();
      opened().configure({ "scenario:storeUnhealthy": true });
      const { failure } = await opened().tryUp();
      expect(failure).toMatch(/prod-store-0-[0-9a-f]{7} is not ready after 5 s/);
      expect(failure).toContain("found: HTTP/1.1 503 Service Unavailable; it runs");
      expect(failure).toContain("serves again, as before");
      const after = await store(opened());
      expect([after.Id, volumeOf(after)]).toEqual([before.Id, volumeOf(before)]);
      // The router has taken it for gone, and looks every 5 s.
      await waitFor(
        "the former answer",
        async () => (await ask(farm, "store.example.org")).json().answer === answer,
        10,
      );
    });

    test("and leaves nothing behind when it is repaired", async () => {
      opened().configure({ "scenario:storeUnhealthy": undefined });
      await opened().up();
      expect(await everyOf(opened(), "store")).toEqual([(await store(opened())).Id]);
      await opened().unchanged();
    });

    test("gives its place back to the farm, and to the gate, where their image is none of HAProxy", async () => {
      const [farms, gates] = [await idsOf(opened(), "farm"), await idsOf(opened(), "gate")];
      opened().configure({ "homeport:images": { ...testImages, haproxy: testImages.echo } });
      const { failure } = await opened().tryUp();
      expect(failure).toContain('does not start: the image has no program "sh"');
      expect(failure).toContain("runs again, as before");
      expect([await idsOf(opened(), "farm"), await idsOf(opened(), "gate")]).toEqual([farms, gates]);
      expect((await ask(farm, "store.example.org")).status).toBe(200);

      opened().configure({ "homeport:images": undefined });
      await opened().up();
      expect(await everyOf(opened(), "farm")).toEqual(await idsOf(opened(), "farm"));
      await opened().unchanged();
    });
  });
