import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { ask } from "../../support/http";
import { everyOf, farm, type Opened } from "./opened";
import { containerEvents, runWithVolume, store, volumeOf } from "./volumes";

/** A service with a private volume: two of it at once would spoil the data. */
export const stopFirst = (opened: Opened) =>
  describe("a service with a private volume", () => {
    test("is shown as stop-first by labels and outputs, and its exchange by the preview", async () => {
      const { services } = (await opened().outputs()) as { services: Record<string, { deploys: string }> };
      expect(services).toMatchObject({ store: { deploys: "stop-first" }, web: { deploys: "start-first" } });
      expect((await store(opened())).Config.Labels["homeport.deploys"]).toBe("stop-first");

      opened().configure({ "scenario:answer": "fourth" });
      const { events } = await opened().preview();
      // It is only made before the other goes; who starts it stops that one first.
      expect(orderOf(events, "store-0")).toEqual(["create-replacement", "delete-replaced"]);
      expect(orderOf(events, "web-0")).toEqual(["create-replacement", "delete-replaced"]);
    });

    test("never runs twice: the old container has ended before the new one starts; its data stay", async () => {
      const before = await store(opened());
      const volume = volumeOf(before);
      await runWithVolume(opened(), volume, "echo kept > /data/file");

      const seen = await containerEvents(before, () => opened().up());
      const after = await store(opened());
      expect(seen).toEqual([
        ["die", before.Id],
        ["start", after.Id],
      ]);
      expect(await everyOf(opened(), "store")).toEqual([after.Id]);
      expect(volumeOf(after)).toBe(volume);
      expect(await runWithVolume(opened(), volume, "cat /data/file")).toContain("kept");
      expect((await ask(farm, "store.example.org")).json().answer).toBe("fourth");
    });
  });

/** The deletion and the creation of a container that is replaced, in the order of the engine's steps. */
function orderOf(events: readonly EngineEvent[], name: string): string[] {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  return steps
    .filter(({ urn }) => urn.endsWith(`::${name}`))
    .map(({ op }) => op as string)
    .filter((op) => op === "delete-replaced" || op === "create-replacement");
}
