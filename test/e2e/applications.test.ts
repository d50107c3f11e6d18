import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { furtherRecipes } from "../images/recipes";
import { etherpadImage, mariadbImage, tracImage, wordpressApacheImage } from "../images/tags";
import type { Config } from "../sandbox/messages";
import { containers, docker, inspect } from "../support/containers";
import { derivedImage } from "../support/derivedImage";
import { gapOf, type LoadReport } from "../support/loadReport";
import { Author } from "../support/persons/author";
import { Reporter } from "../support/persons/reporter";
import { Writer } from "../support/persons/writer";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, running, whileAsking } from "./life/opened";
import { basePorts, Workspace } from "./workspace";

const first = {
  wordpress: wordpressApacheImage,
  mariadb: mariadbImage,
  etherpad: etherpadImage,
  trac: tracImage,
};
type Image = keyof typeof first;

/** The longest time without answers, and what came instead. */
function described(report: LoadReport | undefined): string {
  if (!report) return "was not asked";
  const instead = [...new Set(report.failures.map(({ what }) => what.slice(0, 40)))].join(", ");
  return `${gapOf(report).toFixed(1)} s, ${report.failed} of ${report.sent} (${instead}), slowest ${report.max} ms`;
}

e2e("real applications", () => {
  let workspace: Workspace;
  let home: Home;
  let images: Record<Image, string> = first;
  let paths: Record<"blog" | "pad" | "tickets", string>;
  const author = new Author(farm, "Notes");

  beforeAll(async () => {
    workspace = await Workspace.open("applications");
    await buildTestImages(
      () => {},
      furtherRecipes.map(({ tag }) => tag),
    );
    home = await workspace.stack("prod");
    configure({});
    await home.up();
    trust(farm, (await home.outputs()).authority as string);
    await author.install();
    await author.logIn();
    const writer = new Writer(farm);
    await writer.open("minutes");
    await writer.write("Said. ");
    writer.leave();
    paths = {
      blog: await author.publish(),
      pad: "/p/minutes",
      tickets: await new Reporter(farm).report("Found"),
    };
  });
  afterAll(() => workspace?.close());

  function configure(change: Partial<Record<Image, string>>, more: Config = {}): void {
    images = { ...images, ...change };
    home.configure({ "applications:images": images, ...more });
  }

  const shown = async () => {
    expect((await author.get(paths.blog)).text).toContain("Notes");
    expect((await new Reporter(farm).get(paths.tickets)).text).toContain("Found");
    const writer = new Writer(farm);
    await writer.open("minutes").finally(writer.leave);
    expect(writer.text).toMatch(/^Said/);
    return true;
  };

  /** Every container of the applications, by what it runs. */
  async function idsByImage(): Promise<Record<string, string[]>> {
    const all = await Promise.all(
      Object.keys(paths).map((name) => containers({ ...home.labels, "homeport.application": name })),
    );
    const ids: Record<string, string[]> = {};
    for (const { Id, Config } of all.flat()) {
      const name = /homeport-test\/(\w+)/.exec(Config.Image)?.[1] ?? "";
      ids[name] = [...(ids[name] ?? []), Id].sort();
    }
    return ids;
  }

  const visitors = () =>
    Object.entries(paths).map(([name, path]) => ({
      origin: farm,
      rate: 2,
      // With the port, as a browser says it: WordPress leads everyone else there.
      host: `${name}.example.org:${basePorts.https}`,
      path,
    }));

  test("are at rest after the first update", async () => {
    await shown();
    await home.unchanged();
    await home.undrifted();
  });

  test.each<Image>(["wordpress", "etherpad", "trac", "mariadb"])(
    "go on with another image of %s, and nothing else is exchanged",
    async (image) => {
      const before = await idsByImage();
      configure({ [image]: derivedImage(images[image], "next", ["ENV NEXT=yes"]) });
      const { result, reports } = await whileAsking(visitors(), () => home.up());
      const gaps = Object.keys(paths).map((name, at) => `${name} ${described(reports[at])}`);
      console.log(`${image}: update ${result.seconds.toFixed(1)} s; ${gaps.join("; ")}`);
      const after = await idsByImage();
      const changed = Object.keys(after).filter((name) => String(after[name]) !== String(before[name]));
      expect(changed).toEqual([image]);
      await shown();
      await home.unchanged();
    },
  );

  describe("with a fault", () => {
    test("two engines on one directory: the stranger is named, and nothing changes", async () => {
      const [database] = await running(home, "blog/db");
      const volume = database?.Mounts[0]?.Name ?? "";
      const stranger = await docker.createContainer({
        Image: mariadbImage,
        Entrypoint: ["sleep", "600"],
        Labels: { ...home.labels },
        HostConfig: { Binds: [`${volume}:/var/lib/mysql`], NetworkMode: "none" },
      });
      await stranger.start();
      try {
        const { Name } = await inspect(stranger.id);
        configure({ mariadb: derivedImage(images.mariadb, "third", ["ENV THIRD=yes"]) });
        const { failure } = await home.tryUp();
        expect(failure).toContain(Name.slice(1));
        await waitFor("all as before", shown, 60);
        expect((await idsByImage()).mariadb).toContain(database?.Id);
      } finally {
        await stranger.remove({ force: true });
      }
      await home.up();
      await shown();
    });

    test.each([
      ["a volume that is missing", { existing: "no-such-volume" }],
      ["a directory that is missing", { directory: "/srv/no-such-directory" }],
    ])("%s: it is named, and the blog serves as before", async (_, content) => {
      configure({}, { "applications:content": content });
      expect((await home.tryUp()).failure).toContain(String(Object.values(content)[0]));
      await shown();
      configure({}, { "applications:content": undefined });
      await home.up();
      await shown();
    });

    test.each([
      ["fails", ["sh", "-c", "echo no disk is left; exit 3"], "no disk is left"],
      ["hangs", ["sleep", "600"], "20"],
    ])("a job that %s: the former version serves, and its last lines are told", async (_, command, told) => {
      configure({}, { "applications:prepare": command, "applications:prepareSeconds": 20 });
      expect((await home.tryUp()).failure).toContain(told);
      await waitFor("the tickets", shown, 60);
      configure({}, { "applications:prepare": undefined, "applications:prepareSeconds": undefined });
      await home.up();
    });
  });

  test("leave nothing but their data", async () => {
    await home.destroy();
    expect(await idsByImage()).toEqual({});
  });
});
