import { describe, expect, test } from "vitest";
import { docker } from "../../support/containers";
import { ask, listens } from "../../support/http";
import { trust } from "../../support/trust";
import { basePorts } from "../workspace";
import { farm, type Opened } from "./opened";

/** What looks at a home without changing it, and an update that has nothing to do. */
export const unchanged = (opened: Opened) =>
  describe("nothing to do", () => {
    test("a preview of a new stack makes nothing: looking is free", async () => {
      const { changes } = await opened().preview();
      expect(changes).toEqual({ create: expect.any(Number) });
      expect(await everything(opened().labels)).toEqual([]);
      expect(await listens("127.0.0.1", basePorts.http)).toBe(false);
    });

    test("the first update makes all that the preview announced", async () => {
      const announced = (await opened().preview()).changes;
      expect((await opened().up()).changes).toEqual(announced);
      const { authority } = (await opened().outputs()) as { authority: string };
      trust(farm, authority);
      expect((await ask(farm, "web.example.org")).json().answer).toBe("prod");
    });

    test("a second update changes nothing: no container is replaced for nothing", async () => {
      const before = await everything(opened().labels);
      const { changes } = await opened().up();
      expect(Object.keys(changes)).toEqual(["same"]);
      expect(await everything(opened().labels)).toEqual(before);
    });

    test("a refresh finds no drift, and a preview after it still nothing to do", async () => {
      await opened().undrifted();
      await opened().unchanged();
    });
  });

/** Ids of all containers, networks and volumes with these labels; a container's with the time of its start. */
export async function everything(labels: Readonly<Record<string, string>>): Promise<string[]> {
  const filters = { label: Object.entries(labels).map(([name, value]) => `${name}=${value}`) };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
  const started = await Promise.all(
    containers.map(async ({ Id }) => `${Id} ${(await docker.getContainer(Id).inspect()).State.StartedAt}`),
  );
  return [...started, ...networks.map(({ Id }) => Id), ...volumes.map(({ Name }) => Name)].sort();
}
