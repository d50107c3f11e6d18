import type { EngineEvent } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import type { Container } from "../../support/containers";
import { ask } from "../../support/http";
import type { Home } from "../home";
import { farm, type Opened, running } from "./opened";
import { containerEvents, runWithVolume } from "./volumes";

/** A service with a private volume: two of it at once would spoil the data. */
export const stopFirst = (opened: Opened) =>
  describe("a service with a private volume", () => {
    test("is shown as stop-first by labels and outputs, and its exchange by the preview", async () => {
      const { services } = (await opened().outputs()) as { services: Record<string, { deploys: string }> };
      expect(services).toMatchObject({ store: { deploys: "stop-first" }, web: { deploys: "start-first" } });
      expect((await store(opened())).Config.Labels["homeport.deploys"]).toBe("stop-first");

      opened().configure({ "scenario:answer": "fourth" });
      const { events } = await opened().preview();
      expect(orderOf(events, "store-0")).toEqual(["delete-replaced", "create-replacement"]);
      expect(orderOf(events, "web-0")).toEqual(["create-replacement", "delete-replaced"]);
    });

    test("is never there twice: the old container is gone before the new one starts; its data stay", async () => {
      const before = await store(opened());
      const volume = volumeOf(before);
      await runWithVolume(opened(), volume, "echo kept > /data/file");

      const seen = await containerEvents(before, () => opened().up());
      const after = await store(opened());
      expect(seen).toEqual([
        ["destroy", before.Id],
        ["start", after.Id],
      ]);
      expect(volumeOf(after)).toBe(volume);
      expect(await runWithVolume(opened(), volume, "cat /data/file")).toContain("kept");
      expect((await ask(farm, "store.example.org")).json().answer).toBe("fourth");
    });
  });

async function store(home: Home): Promise<Container> {
  const [only, ...others] = await running(home, "store");
  if (!only || others.length > 0) throw new Error("there is not one container of store");
  return only;
}

function volumeOf({ Mounts }: Container): string {
  const [{ Name } = {}] = Mounts.filter(({ Destination }) => Destination === "/data");
  if (!Name) throw new Error("store has no volume at /data");
  return Name;
}

/** The deletion and the creation of a container that is replaced, in the order of the engine's steps. */
function orderOf(events: readonly EngineEvent[], name: string): string[] {
  const steps = events.flatMap(({ resourcePreEvent }) => resourcePreEvent?.metadata ?? []);
  return steps
    .filter(({ urn }) => urn.endsWith(`::${name}`))
    .map(({ op }) => op as string)
    .filter((op) => op === "delete-replaced" || op === "create-replacement");
}
