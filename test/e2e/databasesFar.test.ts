import { afterAll, beforeAll, expect, test } from "vitest";
import { postgres } from "../../components/databases/engines/postgres";
import { formerPostgresImage, postgresImage, resticImage, sqliteImage, testImages } from "../images/tags";
import { runIn } from "../support/containers";
import { ask } from "../support/http";
import type { Machine } from "../support/machine/machine";
import type { ResticServer } from "../support/resticServer";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, running } from "./life/opened";
import { StandIns } from "./standIns";
import { Workspace } from "./workspace";

const { haproxy, traefik } = testImages;
const images = { haproxy, traefik };
const secrets = { server: "secret-of-the-server", encryption: "secret-of-the-repository" };

e2e("databases of a machine over SSH", () => {
  let workspace: Workspace | undefined;
  let standIns: StandIns | undefined;
  let server: ResticServer | undefined;
  let east: Machine;
  let home: Home;

  beforeAll(async () => {
    workspace = await Workspace.open("databasesFar");
    standIns = await StandIns.open([
      ...Object.values(images),
      ...[formerPostgresImage, postgresImage, sqliteImage, resticImage],
    ]);
    server = await standIns.resticServer("home", secrets.server);
    east = await standIns.start("east");
    home = await workspace.stack("prod");
    await standIns.introduce(home, images, { east });
    for (const [name, value] of Object.entries(secrets)) await home.keepSecret(`secrets:${name}`, value);
    home.configure({
      "far:images": {
        postgres: standIns.nameOf(postgresImage),
        python: standIns.nameOf(sqliteImage),
        restic: standIns.nameOf(resticImage),
      },
      // The one is to become what the other is.
      "far:store": standIns.nameOf(formerPostgresImage),
      "far:server": server.url,
      "far:place": "east",
    });
    await home.up();
    trust(farm, ((await home.outputs()) as { authority: string }).authority);
    await there("store", sql("CREATE TABLE people (mail text); INSERT INTO people VALUES ('ada'), ('bob')"));
    await there("pad/db", sql("CREATE TABLE note (text text); INSERT INTO note VALUES ('kept')"));
    await there("pad/app", "echo kept > /files/page");
    const set = await home.homeport("backup", "--stack", "prod", "--json");
    expect(set, set.out + set.err).toMatchObject({ code: 0 });
  });
  afterAll(async () => {
    await workspace?.close();
    await server?.stop();
    await standIns?.close();
  });

  const sql = (text: string) => `{ ${postgres.ask}\n} <<'SQL'\n${text};\nSQL`;
  const there = async (component: string, script: string) =>
    (
      await east.run(
        `docker exec -i $(docker ps -q --filter label=homeport.component=${component}) sh`,
        script,
      )
    ).trim();
  const here = async (component: string, script: string) => {
    const [one] = await running(home, component);
    if (!one) throw new Error(`no container of ${component} runs here`);
    return (await runIn(one, ["sh", "-c", script])).trim();
  };
  const page = async () => (await ask(farm, "pad.example.org", "/page")).text.trim();
  const all = async (at: typeof here) => [
    await at("store", sql("SELECT count(*) FROM people")),
    await at("pad/db", sql("SELECT text FROM note")),
  ];

  test("come back from a backup, and a whole application with them", async () => {
    await there("store", sql("DELETE FROM people"));
    await there("pad/db", sql("UPDATE note SET text = 'changed'"));
    await there("pad/app", "echo changed > /files/page");
    for (const name of ["store", "pad"]) {
      const done = await home.homeport("restore", name, "--stack", "prod", "--yes");
      expect(done, done.out + done.err).toMatchObject({ code: 0 });
      console.log(done.out);
      const dropped = await home.homeport("restore", name, "--stack", "prod", "--drop", "--yes");
      expect(dropped, dropped.err).toMatchObject({ code: 0 });
    }
    expect(await all(there)).toEqual(["2", "kept"]);
    await waitFor("the page", async () => (await page()) === "kept", 60);
  });

  test("become another major version there, and what they were before, and are served by the update", async () => {
    const image = standIns?.nameOf(postgresImage) ?? "";
    const upgrade = async (...words: string[]) => {
      const done = await home.homeport("upgrade-database", "store", "--stack", "prod", "--yes", ...words);
      expect(done, done.out + done.err).toMatchObject({ code: 0 });
      console.log(done.out);
      return done.out;
    };
    const version = async () => (await there("store", sql("SHOW server_version"))).split(".")[0];
    expect(await upgrade("--to", image)).toContain("2 rows in 1 table, none missing");
    await upgrade("--back");
    await home.homeport("restore", "store", "--drop", "--stack", "prod", "--yes");
    expect([await version(), ...(await all(there))]).toEqual(["15", "2", "kept"]);
    await there("store", sql("INSERT INTO people VALUES ('eve')"));
    expect(await upgrade("--to", image)).toContain("3 rows in 1 table, none missing");
    home.configure({ "far:store": undefined });
    await home.up();
    expect([await version(), ...(await all(there))]).toEqual(["17", "3", "kept"]);
    await home.unchanged();
    await there("store", sql("DELETE FROM people WHERE mail = 'eve'"));
    const set = await home.homeport("backup", "--stack", "prod", "--json");
    expect(set, set.out + set.err).toMatchObject({ code: 0 });
  });

  test("go on elsewhere after its death, loaded there from their dumps", async () => {
    await east.kill();
    for (const name of ["store", "pad"]) {
      const words = ["move", name, "--to", "infra", "--source-is-gone", "--stack", "prod"];
      const told = await home.homeport(...words);
      expect(told, told.err).toMatchObject({ code: 0 });
      expect(told.out).toMatch(/(store\/data|pad\/db): a dump of postgres 17/);
      const done = await home.homeport(...words, "--yes");
      expect(done, done.out + done.err).toMatchObject({ code: 0 });
      console.log(done.out);
    }
    home.configure({ "far:place": "infra" });
    // What is on the machine that is off cannot be removed.
    await home.tryUp();
    await waitFor("the page", async () => (await page()) === "kept", 90);
    expect(await all(here)).toEqual(["2", "kept"]);
  });
});
