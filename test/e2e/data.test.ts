import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../support/containers";
import { e2e } from "./floor";
import type { Home } from "./home";
import { running } from "./life/opened";
import { everything } from "./life/unchanged";
import { runWithVolume } from "./life/volumes";
import { Workspace } from "./workspace";

e2e("the data of a service", () => {
  let workspace: Workspace;
  let home: Home;
  let volume: string;
  beforeAll(async () => {
    workspace = await Workspace.open("keeping");
    home = await workspace.stack("prod");
    await home.up();
    volume = await volumeOf(home);
    await runWithVolume(home, volume, "echo precious > /data/file");
  });
  afterAll(() => workspace?.close());

  const precious = async () =>
    expect(await runWithVolume(home, volume, "cat /data/file")).toContain("precious");

  test("stay when it leaves the program: they are shown, with what they are", async () => {
    home.configure({ "keeping:out": true });
    await home.up();
    await precious();
    const { code, out } = await home.leftovers();
    expect(code).toBe(1);
    expect(out).toContain(`infra: volume ${volume} · volume "data" of notes`);
  });

  test("are used again when it comes back, which is said", async () => {
    home.configure({ "keeping:out": undefined });
    const { told } = await home.up();
    expect(told).toContain(`the volume "${volume}" that was kept on host infra is used again`);
    expect(await volumeOf(home)).toBe(volume);
    await precious();
    await home.unchanged();
    expect((await home.leftovers()).out).not.toContain(volume);
  });

  describe("and what else the engine has lost is made anew by one update", () => {
    const one = async (component: string) => {
      const [found] = await running(home, component);
      if (!found) throw new Error(`no container of ${component} runs`);
      return docker.getContainer(found.Id);
    };

    test.each<[string, () => Promise<unknown>]>([
      ["a container that was removed", async () => (await one("web")).remove({ force: true })],
      ["a container that was stopped", async () => (await one("notes")).stop({ t: 0 })],
      [
        "a network with all that was in it",
        async () => {
          const filters = { label: Object.entries(home.labels).map(([name, value]) => `${name}=${value}`) };
          for (const { Id } of await docker.listContainers({ all: true, filters }))
            await docker.getContainer(Id).remove({ force: true });
          for (const { Id } of await docker.listNetworks({ filters })) await docker.getNetwork(Id).remove();
        },
      ],
    ])("%s", async (_, lose) => {
      await lose();
      const { told } = await home.up();
      expect(told).toMatch(/host infra: the (container|network) .* it is made anew/);
      for (const component of ["web", "notes", "farm", "router"])
        expect(await running(home, component), component).toHaveLength(1);
      await home.unchanged();
      await precious();
    });
  });

  test("are refused to begin anew where the volume was removed, and stay where an engine made it anew without labels", async () => {
    const [container] = await running(home, "notes");
    await docker.getContainer(container?.Id ?? "").remove({ force: true });
    await docker.getVolume(volume).remove();
    expect((await home.tryPreview()).failure).toContain(
      `the volume "${volume}" is not on host infra any more`,
    );

    // As a container does that names it.
    await docker.createVolume({ Name: volume });
    await runWithVolume(home, volume, "echo precious > /data/file");
    await home.cli("up", "--refresh", "--yes", "--skip-preview");
    expect(await volumeOf(home)).toBe(volume);
    await precious();
    await docker.getContainer((await running(home, "notes"))[0]?.Id ?? "").remove({ force: true });
    await docker.getVolume(volume).remove();
    await home.cli("refresh", "--yes", "--skip-preview");
    await home.up();
    volume = await volumeOf(home);
    await runWithVolume(home, volume, "echo precious > /data/file");
  });

  test("outlive the stack's destruction, and go when they are named, and no sooner", async () => {
    await home.destroy();
    expect(await everything(home.labels)).toEqual([volume]);
    await precious();
    expect(await home.leftovers("--remove", volume)).toMatchObject({ code: 1 });
    await precious();
    const { code, out } = await home.leftovers("--remove", volume, "--yes");
    expect({ code, out }).toEqual({ code: 0, out: `removed  here: volume ${volume}, with all data in it\n` });
    expect(await everything(home.labels)).toEqual([]);
  });
});

async function volumeOf(home: Home): Promise<string> {
  const [notes] = await running(home, "notes");
  const name = notes?.Mounts.find(({ Destination }) => Destination === "/data")?.Name;
  if (!name) throw new Error("notes has no volume at /data");
  return name;
}
