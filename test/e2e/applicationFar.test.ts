import { afterAll, beforeAll, expect, test } from "vitest";
import { entriesImage, testImages } from "../images/tags";
import { ask } from "../support/http";
import type { Machine } from "../support/machine/machine";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, lossesOf, whileAsking } from "./life/opened";
import { noteOf } from "./note";
import { StandIns } from "./standIns";
import { Workspace } from "./workspace";

const { haproxy, traefik } = testImages;
const images = { haproxy, traefik };
const path = "/cgi-bin/page";

/** The application is on a bare machine, and the farm here. */
e2e("an application on a host over SSH", () => {
  let workspace: Workspace | undefined;
  let standIns: StandIns | undefined;
  let east: Machine;
  let home: Home;
  let image: string;

  beforeAll(async () => {
    workspace = await Workspace.open("far");
    standIns = await StandIns.open([...Object.values(images), entriesImage]);
    east = await standIns.start("east");
    home = await workspace.stack("prod");
    await standIns.introduce(home, images, { east });
    image = standIns.nameOf(entriesImage);
    home.configure({ "pad:image": image });
  });
  afterAll(async () => {
    await workspace?.close();
    await standIns?.close();
  });

  const page = async () => (await ask(farm, "web.example.org", path)).text.trim();
  const there = async (command: string) => (await east.run(command)).trim();
  /** Ids of what runs there of a container of the application, and what else is asked of them. */
  const runs = (component: string, format = "{{.Id}}") =>
    there(
      `docker ps -q --filter label=homeport.component=pad/${component} | xargs docker inspect -f '${format}'`,
    );
  const volume = () => runs("db", "{{range .Mounts}}{{.Name}}{{end}}");

  test("comes up on a bare machine by one update, with a network and a job of its own", async () => {
    await home.up();
    trust(farm, ((await home.outputs()) as { authority: string }).authority);
    expect(await page()).toBe("one first");
    expect(await there("docker ps -aq --filter label=homeport.job | xargs docker logs")).toBe(
      "migrated to one by first",
    );
    const networks = "{{range $name, $_ := .NetworkSettings.Networks}}{{$name}} {{end}}";
    expect(await runs("db", networks)).toMatch(/^\S*pad-network\S*$/);
    expect((await runs("app", networks)).split(" ")).toHaveLength(2);
  });

  test("stays as it is when nothing changes", async () => {
    const all = () => there("docker ps -aq --no-trunc | sort");
    const before = await all();
    expect(Object.keys((await home.up()).changes)).toEqual(["same"]);
    expect(await all()).toBe(before);
    await home.undrifted();
  });

  test("is shown with each of its containers and its job, on their host", async () => {
    const rows = [
      "pad/app +web\\.example\\.org +east +running",
      "pad/db +east +healthy",
      "pad/migrate +east +done",
    ];
    const shown = async () => {
      const { code, out } = await home.homeport("status");
      return code === 0 && rows.every((row) => new RegExp(`✓ {2}${row} `).test(out));
    };
    await waitFor("all to be well", shown, 240);
    const { out } = await home.homeport("logs", "pad/migrate");
    expect(out).toBe("migrated to one by first\n");
  });

  test("gets another web container under load, and its database goes on", async () => {
    const db = await runs("db", "{{.Id}} {{.State.StartedAt}}");
    home.configure({ "pad:version": "two" });
    const { reports } = await whileAsking([{ origin: farm, path, rate: 20 }], () => home.up());
    expect(lossesOf(reports)).toEqual([]);
    expect(await page()).toBe("two first");
    expect(await runs("db", "{{.Id}} {{.State.StartedAt}}")).toBe(db);
  });

  test.each([
    [{ directory: "/srv/pad" }, 'host east has no directory "/srv/pad"'],
    [{ existing: "pad_data" }, 'host east has no volume "pad_data"'],
  ])("is refused at preview where that host has no such place: %j", async (more, said) => {
    home.configure({ "pad:more": more });
    expect((await home.tryPreview()).failure).toContain(said);
    home.configure({ "pad:more": undefined });
  });

  test("takes a directory that is there, which only its own machine has", async () => {
    await there("mkdir -p /srv/pad && echo kept >/srv/pad/file");
    home.configure({ "pad:more": { directory: "/srv/pad" } });
    await home.up();
    expect(
      await there(
        `docker exec $(${"docker ps -q --filter label=homeport.component=pad/worker"}) cat /more/file`,
      ),
    ).toBe("kept");
  });

  test("has a note that tells how each container goes, what is looked for elsewhere, and whom the farm believes", async () => {
    await there("mkdir /srv/other");
    const change = {
      "pad:more": { directory: "/srv/other" },
      "homeport:behind": { addresses: ["192.0.2.7"], by: "x-forwarded-for" },
    };
    home.configure(change);
    const note = await noteOf(home);
    for (const said of [
      "data `more` of `pad` are looked for elsewhere, directory `/srv/pad` → directory `/srv/other`",
      "`farm` believes `192.0.2.7` by `x-forwarded-for` who a visitor is",
      "| application `pad` | data of `more`: directory `/srv/pad` → directory `/srv/other` | with its containers |",
      "**stop-first: away until the new container answers, 61 s at most**",
    ])
      expect(note).toContain(said);
    expect(note).not.toContain("`pad/db`");
    home.configure(Object.fromEntries(Object.keys(change).map((key) => [key, undefined])));
    home.configure({ "pad:more": { directory: "/srv/pad" } });
  });

  test("goes on as before where a container of somebody else writes to its data there", async () => {
    await there(`docker run -d --name stranger -v ${await volume()}:/there ${image} sleep 600`);
    home.configure({ "pad:version": "three" });
    const { failure } = await home.tryUp();
    expect(failure).toContain('the container "stranger" writes to the volume');
    expect(await page()).toBe("two first");
    await there("docker rm -f stranger");
    await home.up();
    expect(await page()).toBe("three first");
    await home.unchanged();
  });

  test("goes with the stack, and all of its data stay there", async () => {
    const data = await volume();
    await home.destroy();
    expect(await there("docker ps -aq; docker network ls -q -f type=custom; docker volume ls -q")).toBe(data);
    expect(
      await there(`cat /srv/pad/file; docker run --rm -v ${data}:/data --entrypoint cat ${image} /data/mark`),
    ).toBe("kept\nfirst");
  });
});
