import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { docker } from "../../support/containers";
import { ask } from "../../support/http";
import type { Home } from "../home";
import { everyOf, farm, type Opened } from "./opened";
import { store, volumeOf } from "./volumes";

/** An update that is killed while a container with a private volume is exchanged. */
export const killed = (opened: Opened) =>
  describe("an update that is killed", () => {
    test.each(["create", "die", "start"])(
      "at the %s of a container: the next one ends with one that writes to the volume, and nothing else of it",
      async (moment) => {
        const volume = volumeOf(await store(opened()));
        const seen = await watched(opened(), async (happens) => {
          // The store alone: a state that is killed while it is written is none any more.
          opened().configure({ "scenario:storeAnswer": `killed at ${moment}` });
          const update = opened().begin();
          await happens(moment);
          update.kill("SIGKILL");
          await once(update, "close");
          await opened().cancel();
          await opened().up();
        });
        expect(mostAtOnce(seen)).toBe(1);
        const only = await store(opened());
        expect(volumeOf(only)).toBe(volume);
        expect(await everyOf(opened(), "store")).toEqual([only.Id]);
        expect((await ask(farm, "store.example.org")).json().answer).toBe(`killed at ${moment}`);
        await opened().unchanged();
      },
    );
  });

type Happening = readonly [action: string, id: string];

/** What happens to the containers of `store` while `work` goes on, which can wait for one of it. */
async function watched(home: Home, work: (happens: (action: string) => Promise<void>) => Promise<void>) {
  const wanted = { ...home.labels, "homeport.component": "store" };
  const label = Object.entries(wanted).map(([name, value]) => `${name}=${value}`);
  const stream = (await docker.getEvents({ filters: { label } })) as Readable;
  const seen: Happening[] = (await everyOf(home, "store")).map((id) => ["start", id]);
  const heard = createInterface(stream).on("line", (line) => {
    const { Action, Actor } = JSON.parse(line) as { Action: string; Actor: { ID: string } };
    seen.push([Action, Actor.ID]);
    heard.emit(`of:${Action}`);
  });
  try {
    await work(async (action) => {
      await once(heard, `of:${action}`);
    });
  } finally {
    stream.destroy();
  }
  return seen;
}

function mostAtOnce(seen: readonly Happening[]): number {
  const alive = new Set<string>();
  let most = 0;
  for (const [action, id] of seen) {
    if (action === "start") alive.add(id);
    if (action === "die") alive.delete(id);
    most = Math.max(most, alive.size);
  }
  return most;
}
