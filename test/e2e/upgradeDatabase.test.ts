import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { postgres } from "../../components/databases/engines/postgres";
import { buildTestImages } from "../images/build";
import { formerPostgresImage, postgresImage, resticImage, sqliteImage } from "../images/tags";
import { runIn } from "../support/containers";
import { removeFolder } from "../support/removeFolder";
import { removeUpgradeMarks } from "../support/upgradeMarks";
import { e2e } from "./floor";
import type { Home } from "./home";
import { running } from "./life/opened";
import { Workspace } from "./workspace";

e2e("a database of PostgreSQL 15", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-upgrade-"));
  let workspace: Workspace | undefined;
  let home: Home;

  const image = (of: string) =>
    home.configure({
      "rehearsing:images": { postgres: of, python: sqliteImage, restic: resticImage },
    });
  beforeAll(async () => {
    await buildTestImages(() => {}, [formerPostgresImage, postgresImage, sqliteImage, resticImage]);
    workspace = await Workspace.open("rehearsing");
    home = await workspace.stack("prod");
    mkdirSync(join(folder, "prod"));
    home.configure({ "rehearsing:repository": join(folder, "prod") });
    await home.keepSecret("secrets:encryption", "secret-of-the-repository");
    image(formerPostgresImage);
    await home.up();
    await ask("CREATE TABLE people (mail text); INSERT INTO people VALUES ('ada'), ('bob')");
  });
  afterAll(async () => {
    await workspace?.close();
    await removeUpgradeMarks("homeport");
    removeFolder(folder);
  });

  async function ask(text: string): Promise<string> {
    const [store] = await running(home, "store");
    if (!store) throw new Error("store does not run");
    return runIn(store, ["sh", "-c", `${postgres.ask} -c "$1"`, "sh", text]);
  }
  const version = async () => (await ask("SHOW server_version")).split(".")[0];
  const upgrade = (...words: string[]) =>
    home.homeport("upgrade-database", "store", "--stack", "prod", ...words);

  test("becomes 17 by what the preview says, and the update starts it", async () => {
    image(postgresImage);
    const { failure } = await home.tryPreview();
    expect(failure).toContain(`npx homeport upgrade-database store --to ${postgresImage} --stack prod`);
    expect(await version()).toBe("15");
    const done = await upgrade("--to", postgresImage, "--yes");
    expect(done, done.out + done.err).toMatchObject({ code: 0 });
    image(formerPostgresImage);
    expect((await home.tryPreview()).failure).toContain("are of postgres 17, since an upgrade");
    image(postgresImage);
    await home.up();
    console.log(done.out);
    expect([await version(), await ask("SELECT count(*) FROM people")]).toEqual(["17", "2\n"]);
    await home.unchanged();
  });

  test("is 15 again by its way back, with what it had before, and by the update", async () => {
    await ask("INSERT INTO people VALUES ('eve')");
    image(formerPostgresImage);
    expect((await home.tryPreview()).failure).toContain(
      "homeport upgrade-database store --back --stack prod",
    );
    const back = await upgrade("--back", "--yes");
    expect(back, back.out + back.err).toMatchObject({ code: 0 });
    image(postgresImage);
    expect((await home.tryPreview()).failure).toContain(
      "are of postgres 15, since an upgrade or its way back",
    );
    image(formerPostgresImage);
    await home.up();
    expect([await version(), await ask("SELECT count(*) FROM people")]).toEqual(["15", "2\n"]);
    await home.unchanged();
  });
});
