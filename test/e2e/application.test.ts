import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entriesImage } from "../images/tags";
import { type Container, crash, docker, inspect, logsOf } from "../support/containers";
import { ask } from "../support/http";
import { gapOf } from "../support/loadReport";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { everyOf, farm, idsOf, lossesOf, running, whileAsking } from "./life/opened";
import { everything } from "./life/unchanged";
import { runWithVolume } from "./life/volumes";
import { Workspace } from "./workspace";

const path = "/cgi-bin/page";

e2e("an application of several containers", () => {
  let workspace: Workspace;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("pad");
    home = await workspace.stack("prod");
    home.configure({ "pad:image": entriesImage });
  });
  afterAll(() => workspace?.close());

  const page = async () => (await ask(farm, "web.example.org", path)).text.trim();
  const only = async (component: string) => {
    const [found, ...more] = await running(home, `pad/${component}`);
    if (!found || more.length > 0) throw new Error(`${more.length} more containers of ${component}`);
    return found;
  };
  const jobLogs = async () =>
    (await Promise.all((await everyOf(home, "pad/migrate")).map(logsOf))).join("").trim();
  const volume = async () =>
    (await only("db")).Mounts.find(({ Destination }) => Destination === "/data")?.Name ?? "";

  test("comes as one: in its order, with a network of its own, and with its job done once", async () => {
    await home.up();
    trust(farm, ((await home.outputs()) as { authority: string }).authority);
    expect(await page()).toBe("one first");
    expect(await jobLogs()).toContain("migrated to one by first");
    const networks = async (component: string) =>
      Object.keys((await only(component)).NetworkSettings.Networks);
    expect(await networks("db")).toEqual(await networks("worker"));
    expect(await networks("app")).toHaveLength(2);
    expect((await home.outputs()).deploys).toEqual({
      app: "start-first",
      db: "stop-first",
      worker: "start-first",
    });
  });

  test("stays as it is when nothing changes", async () => {
    const before = await everything(home.labels);
    expect(Object.keys((await home.up()).changes)).toEqual(["same"]);
    expect(await everything(home.labels)).toEqual(before);
    await home.undrifted();
    await home.unchanged();
  });

  test("gets another web container under load, and its database goes on", async () => {
    const db = await idsOf(home, "pad/db");
    const started = (await inspect(db[0] ?? "")).State.StartedAt;
    home.configure({ "pad:version": "two" });
    const { reports } = await whileAsking([{ origin: farm, path, rate: 20 }], () => home.up());
    expect(lossesOf(reports)).toEqual([]);
    expect(await page()).toBe("two first");
    expect(await idsOf(home, "pad/db")).toEqual(db);
    expect((await inspect(db[0] ?? "")).State.StartedAt).toBe(started);
    expect(await jobLogs()).toContain("migrated to two");
  });

  test("gets another database, and the rest of it goes on and finds the new one", async () => {
    const app = await idsOf(home, "pad/app");
    home.configure({ "pad:mark": "second" });
    await home.up();
    expect(await idsOf(home, "pad/app")).toEqual(app);
    expect(await page()).toBe("two second");
  });

  describe("goes on as before, and says why,", () => {
    const asBefore = async (change: Record<string, string | undefined>, ...said: string[]) => {
      const before = await idsOf(home, "pad/app");
      home.configure(change);
      try {
        const { told, failure } = await home.tryUp();
        for (const words of said) expect(failure ?? told).toContain(words);
        expect(await idsOf(home, "pad/app")).toEqual(before);
        expect(await page()).toBe("two second");
      } finally {
        home.configure(Object.fromEntries(Object.keys(change).map((key) => [key, undefined])));
        home.configure({ "pad:version": "two", "pad:mark": "second" });
      }
    };

    test.each<[string, string, ...string[]]>([
      ["fails", "echo no such table; exit 3", "ended with exit status 3", "no such table"],
      ["hangs", "echo waiting; sleep 600", "has not ended after 5 s, and was killed", "waiting"],
      ["is killed", "echo began; sh -c 'kill -9 $$'; exit $?", "ended with exit status 137", "began"],
    ])("when its job %s", async (_, migration, ...said) =>
      asBefore({ "pad:migration": migration, "pad:version": "three" }, "the job pad/migrate", ...said),
    );

    test("when its new database never gets healthy", async () =>
      asBefore({ "pad:brokenDb": "yes" }, "is not healthy after 8 s", "runs again, as before"));

    test.each([
      ["app", "exit status 4"],
      ["worker", "does not run on: "],
    ])("when its new %s ends again and again", async (container, ...said) => {
      const before = await idsOf(home, `pad/${container}`);
      await asBefore({ "pad:loops": container }, ...said, "cannot go on");
      expect(await idsOf(home, `pad/${container}`)).toEqual(expect.arrayContaining(before));
      // The state has the one that failed, and makes it anew whatever comes next.
      await home.up();
    });

    test("when somebody else writes to its data", async () => {
      const stranger = await docker.createContainer({
        Image: entriesImage,
        Cmd: ["sleep", "600"],
        Labels: { ...home.labels },
        HostConfig: { Binds: [`${await volume()}:/there`], NetworkMode: "none" },
      });
      await stranger.start();
      const { Name } = await stranger.inspect();
      try {
        await asBefore({ "pad:version": "four" }, `the container "${Name.slice(1)}" writes to the volume`);
      } finally {
        await stranger.remove({ force: true });
      }
    });

    test("and is what it was by the next update", async () => {
      await home.up();
      expect(await page()).toBe("two second");
      await home.unchanged();
    });
  });

  test("is right again after its engine has killed all of it at once", async () => {
    const all = await Promise.all(["db", "app", "worker"].map(only));
    await Promise.all(all.map(({ Id }) => docker.getContainer(Id).kill({ signal: "SIGKILL" })));
    // As an engine does that comes back: it waits for nobody.
    await Promise.all(
      all.toReversed().map(({ Id }) =>
        docker
          .getContainer(Id)
          .start()
          .catch(() => {}),
      ),
    );
    await expect.poll(page, { timeout: 60_000, interval: 500 }).toBe("two second");
    await home.unchanged();
  });

  test("has its database killed under load: it is back by itself, and nothing else is touched", async () => {
    const [db, app, worker] = await Promise.all(["db", "app", "worker"].map(only));
    const { reports } = await whileAsking([{ origin: farm, path, rate: 20 }], async () => {
      await crash(db as Container, entriesImage);
      await waitFor("another start", async () => (await inspect(db?.Id ?? "")).RestartCount > 0, 60);
      await waitFor("the page", async () => (await page()) === "two second", 60);
    });
    const [{ sent, statuses } = { sent: 0, statuses: {} as Record<string, number> }] = reports;
    console.log(`a database that is killed: ${reports.map(gapOf)} s without it`);
    expect((statuses[200] ?? 0) + (statuses[503] ?? 0), JSON.stringify(reports)).toBe(sent);
    for (const one of [app, worker])
      expect((await inspect(one?.Id ?? "")).State.StartedAt).toBe(one?.State.StartedAt);
    await home.unchanged();
  });

  test("is taken out of the program while the rest stays, and comes back to its data", async () => {
    const [data, rest] = [await volume(), ["farm", "router", "steady"]];
    await runWithVolume(home, data, "echo precious > /data/file");
    const before = await Promise.all(rest.map((one) => idsOf(home, one)));
    const visitors = [{ origin: farm, host: "steady.example.org", rate: 50 }];

    home.configure({ "pad:out": "yes" });
    const gone = await whileAsking(visitors, () => home.up());
    expect(lossesOf(gone.reports)).toEqual([]);
    for (const one of ["db", "app", "worker", "migrate"])
      expect(await everyOf(home, `pad/${one}`)).toEqual([]);
    await expect(ask(farm, "web.example.org", path)).rejects.toThrow();
    await home.unchanged();

    home.configure({ "pad:out": undefined });
    const back = await whileAsking(visitors, () => home.up());
    expect(lossesOf(back.reports)).toEqual([]);
    expect(await page()).toBe("two second");
    expect(await volume()).toBe(data);
    expect(await runWithVolume(home, data, "cat /data/file")).toContain("precious");
    expect(await Promise.all(rest.map((one) => idsOf(home, one)))).toEqual(before);
  });

  test("goes with the stack, and its data stay", async () => {
    const data = await volume();
    await runWithVolume(home, data, "echo precious > /data/file");
    await home.destroy();
    expect(await everything(home.labels)).toEqual([data]);
    expect(await runWithVolume(home, data, "cat /data/file")).toContain("precious");
  });
});
