import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesImage } from "../images/tags";
import { docker } from "../support/containers";
import { e2e } from "./floor";
import type { Home } from "./home";
import { runWithVolume } from "./life/volumes";
import { Workspace } from "./workspace";

e2e("a container that needs longer to end than ten seconds", () => {
  let workspace: Workspace;
  let home: Home;
  const volumes: Record<string, string> = {};
  beforeAll(async () => {
    workspace = await Workspace.open("ending");
    home = await workspace.stack("prod");
    home.configure({ "ending:image": entriesImage, "ending:version": "first" });
    await home.up();
    const { Volumes } = await docker.listVolumes({
      filters: { label: Object.entries(home.labels).map(([name, value]) => `${name}=${value}`) },
    });
    for (const { Name, Labels } of Volumes)
      if (Labels["homeport.volume"]) volumes[Labels["homeport.component"] ?? ""] = Name;
  });
  afterAll(() => workspace?.close());

  const flushed = async (service: string) =>
    (await runWithVolume(home, volumes[service] ?? "", "cat /data/log")).match(/\w+(?= flushed)/g);

  test("has it at once when it is given: the one before was made without", async () => {
    home.configure({ "ending:version": "second", "ending:stopSeconds": 30 });
    await home.up();
    expect(await flushed("base")).toEqual(["first"]);
    expect(await flushed("web")).toEqual(["first"]);
    await home.undrifted();
    await home.unchanged();
  });

  test("has it when its successor does not get ready, and so has that one", async () => {
    home.configure({ "ending:version": "third", "ending:broken": "yes" });
    expect((await home.tryUp()).failure).toContain("serves again, as before");
    expect(await flushed("base")).toEqual(["first", "second", "third"]);
  });

  test("has it when everything goes", async () => {
    await home.destroy();
    expect(await flushed("base")).toEqual(["first", "second", "third", "second"]);
    expect(await flushed("web")).toContain("third");
  });
});
