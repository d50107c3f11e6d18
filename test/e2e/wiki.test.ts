import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { furtherRecipes } from "../images/recipes";
import { mariadbImage, mediawikiImage, valkeyImage } from "../images/tags";
import { containers, docker } from "../support/containers";
import { derivedImage } from "../support/derivedImage";
import { gapOf } from "../support/loadReport";
import { Editor } from "../support/persons/editor";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, whileAsking } from "./life/opened";
import { Workspace } from "./workspace";

e2e("a wiki with a worker and a cache", () => {
  let workspace: Workspace;
  let home: Home;
  const editor = new Editor(farm);
  beforeAll(async () => {
    workspace = await Workspace.open("wiki");
    await buildTestImages(
      () => {},
      furtherRecipes.map(({ tag }) => tag),
    );
    home = await workspace.stack("prod");
    configure(mediawikiImage);
    await home.up();
    trust(farm, (await home.outputs()).authority as string);
  });
  afterAll(() => workspace?.close());

  const configure = (mediawiki: string) =>
    home.configure({ "wiki:images": { mediawiki, mariadb: mariadbImage, valkey: valkeyImage } });

  const everyone = () => containers({ ...home.labels, "homeport.application": "wiki" });
  const idsOf = async (image: string): Promise<string[]> =>
    (await everyone())
      .filter(({ Config }) => Config.Image.startsWith(image))
      .map(({ Id }) => Id)
      .sort();

  test("has its tables by a job, and its settings by a file that the engine does not show", async () => {
    await editor.edit("Minutes", "Said. {{Mark}}");
    expect(await editor.page("Minutes")).toContain("Said.");
    const all = await everyone();
    expect(all).toHaveLength(4);
    const [password = ""] = all.flatMap(({ Config }) =>
      Config.Env.flatMap((one) => /^MARIADB_PASSWORD=(.*)/.exec(one)?.[1] ?? []),
    );
    const others = all.filter(({ Config }) => !Config.Image.startsWith(mariadbImage));
    expect(password).not.toBe("");
    expect(JSON.stringify(others)).not.toContain(password);
  });

  /** A page shows the new text of its template when the worker has done the job. */
  async function worked(mark: string): Promise<void> {
    await editor.edit("Template:Mark", mark);
    await waitFor("the worker", async () => (await editor.page("Minutes")).includes(mark), 60);
  }

  test("has a worker that does what the cache's queue holds", () => worked("first mark"));

  test("goes on when cache and database were restarted", async () => {
    for (const image of [valkeyImage, mariadbImage])
      for (const id of await idsOf(image)) await docker.getContainer(id).restart();
    await waitFor("the wiki", async () => (await editor.get("/api.php")).status === 200, 60);
    await worked("second mark");
  });

  test("goes on with another image: database and cache stay", async () => {
    const before = [await idsOf(mariadbImage), await idsOf(valkeyImage)];
    configure(derivedImage(mediawikiImage, "next", ["ENV NEXT=yes"]));
    const visitors = { origin: farm, rate: 2, host: editor.host, path: "/index.php?title=Minutes" };
    const { result, reports } = await whileAsking([visitors], () => home.up());
    const gap = gapOf(reports[0] ?? { failures: [] });
    console.log(`mediawiki: update ${result.seconds.toFixed(1)} s; wiki ${gap.toFixed(1)} s`);
    expect([await idsOf(mariadbImage), await idsOf(valkeyImage)]).toEqual(before);
    expect(await idsOf(`${mediawikiImage}-next`)).toHaveLength(2);
    await worked("third mark");
    await home.unchanged();
  });

  test("leaves nothing running", async () => {
    await home.destroy();
    expect(await everyone()).toEqual([]);
  });
});
