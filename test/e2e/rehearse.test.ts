import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Report } from "../../commands/rehearse/report";
import { postgres } from "../../components/databases/engines/postgres";
import { buildTestImages } from "../images/build";
import { postgresImage, resticImage, sqliteImage, testImages } from "../images/tags";
import { type Container, runIn } from "../support/containers";
import { removeFolder } from "../support/removeFolder";
import { e2e } from "./floor";
import type { Home } from "./home";
import { everyOf, running } from "./life/opened";
import { Workspace } from "./workspace";

const scrub = "UPDATE people SET mail = 'nobody@example.org'";
const encryption = { prod: "production's own repository", staging: "staging's own repository" };

/** Production's backups, brought up in staging by its own proxies. */
e2e("a rehearsal", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-rehearse-"));
  let workspace: Workspace;
  let prod: Home;
  let staging: Home;

  beforeAll(async () => {
    await buildTestImages(() => {}, [...Object.values(testImages), postgresImage, sqliteImage, resticImage]);
    workspace = await Workspace.open("rehearsing");
    const opened = async (name: "prod" | "staging") => {
      const home = await workspace.stack(name);
      const repository = join(folder, name);
      mkdirSync(repository);
      const images = { postgres: postgresImage, python: sqliteImage, restic: resticImage };
      home.configure({ "rehearsing:images": images, "rehearsing:repository": repository });
      await home.keepSecret("secrets:encryption", encryption[name]);
      await home.up();
      return home;
    };
    prod = await opened("prod");
    staging = await opened("staging");
    await inPages(
      prod,
      "echo produced > /files/page; mkdir /files/.deep; echo ä > '/files/.deep/a filé'; chown -R 33:33 /files",
    );
    await inStore(
      prod,
      "CREATE TABLE people (mail text); INSERT INTO people VALUES ('ada@example.com'), ('bob@example.com')",
    );
    await inPages(staging, "echo staged > /files/page");
    await inStore(staging, "CREATE TABLE tried (t text); INSERT INTO tried VALUES ('own')");
    await backUp();
  });
  afterAll(async () => {
    await workspace?.close();
    removeFolder(folder);
  });

  async function only(home: Home, component: string): Promise<Container> {
    const [one] = await running(home, component);
    if (!one) throw new Error(`${component} does not run`);
    return one;
  }
  const inPages = async (home: Home, script: string) =>
    runIn(await only(home, "pages"), ["sh", "-c", script]);
  const inStore = async (home: Home, text: string) =>
    runIn(await only(home, "store"), ["sh", "-c", `${postgres.ask} -c "$1"`, "sh", text]);
  async function backUp(): Promise<void> {
    const { code, out, err } = await prod.homeport("backup", "--stack", "prod", "--json");
    expect(code, out + err).toBe(0);
  }
  const ask = (...words: string[]) =>
    staging.homeport("rehearse", "--from", "prod", "--to", "staging", "--ready-seconds", "60", ...words);
  // Whether mail may leave the machine that runs the tests is its own affair.
  const rehearse = (...words: string[]) => ask("--mail-may-leave", ...words);
  const report = (): Report => JSON.parse(readFileSync(join(workspace.project, "rehearsal.json"), "utf8"));
  const staged = async () => [
    await inPages(staging, "cat /files/page"),
    await inStore(staging, "SELECT t FROM tried"),
  ];
  const own = ["staged\n", "own\n"];

  test("is refused where it is of itself, and where nobody says what becomes of a database's data", async () => {
    const itself = await staging.homeport("rehearse", "--from", "prod", "--to", "prod");
    expect(itself).toMatchObject({ code: 2, err: expect.stringContaining("is where the data come from") });
    const unsaid = await rehearse();
    expect(unsaid).toMatchObject({ code: 2, err: expect.stringContaining("store/data: nothing says") });
    staging.configure({ "rehearsing:scrub": scrub });
    expect((await staging.up()).changes.replace).toBeUndefined();
  });

  test("says what it would do, and does nothing", async () => {
    const told = await rehearse();
    expect(told, told.err).toMatchObject({ code: 0 });
    expect(told.out).toContain("store/data: a dump of");
    expect(told.out).toContain("Nothing has been changed");
    expect(await staged()).toEqual(own);
  });

  test("is refused where mail could leave", async () => {
    const listener = createServer((socket) => socket.on("error", () => {}).end("220 mail\r\n"));
    await new Promise<void>((resolve) => listener.listen(2525, "0.0.0.0", resolve));
    const refused = await ask("--yes");
    listener.close();
    expect(refused, refused.out).toMatchObject({ code: 2 });
    expect(refused.err).toContain("172.28.71.1:2525 answers");
    expect(refused.err).toContain("iptables -I INPUT -s 172.28.71.0/24");
    expect(await staged()).toEqual(own);
  });

  test("ends where the scrubbing fails, and no application has started with the data", async () => {
    staging.configure({ "rehearsing:scrub": "UPDATE nobody SET mail = 'x'" });
    await staging.up();
    const { State } = await only(staging, "pages");
    const failed = await rehearse("--yes");
    expect(failed, failed.err).toMatchObject({ code: 1 });
    expect(report()).toMatchObject({ ok: false, failed: expect.stringContaining("cannot be scrubbed") });
    expect(failed.out).toMatch(/\n {2}Mend scrub, .*: npx pulumi up --stack staging\n/);
    expect((await only(staging, "pages")).State.StartedAt).toBe(State.StartedAt);
    expect(await staged()).toEqual(own);
    expect(await inPages(staging, "ls -A /files")).not.toContain(".homeport");
    staging.configure({ "rehearsing:scrub": scrub });
    await staging.up();
  });

  test("wakes what is asleep, has production's data there, scrubbed, and puts it to sleep again", async () => {
    expect(await staging.homeport("sleep", "staging", "--yes")).toMatchObject({ code: 0 });
    const done = await rehearse("--yes");
    expect(done, done.out + done.err).toMatchObject({ code: 0 });
    console.log(done.out);
    expect(await running(staging, "pages")).toEqual([]);
    expect(report()).toMatchObject({
      ...{ version: 1, project: "homeport", from: "prod", to: "staging", ok: true },
      parts: [
        { service: "store", kind: "database", tables: 1, rows: 2, scrubbed: true, holds: true },
        { service: "pages", kind: "files", files: 2 },
      ],
      answers: [{ service: "pages", served: true }],
    });
    expect(await staging.homeport("wake", "staging")).toMatchObject({ code: 0 });
    expect(await inStore(staging, "SELECT DISTINCT mail FROM people")).toBe("nobody@example.org\n");
    expect(await inStore(prod, "SELECT mail FROM people ORDER BY 1")).toContain("ada@example.com");
    expect(await inPages(staging, "cat /files/page '/files/.deep/a filé'; stat -c %u /files/page")).toBe(
      "produced\nä\n33\n",
    );
    const { out } = await prod.homeport("status", "--stack", "prod");
    expect(out).toMatch(/backups: rehearsed .* in staging, and all held/);
    await staging.undrifted();
  });

  test("leaves none of production's keys in staging", async () => {
    const components = ["pages", "store", "backups", "sweeper", "dumper"];
    const ids = (await Promise.all(components.map((one) => everyOf(staging, one)))).flat();
    expect(ids.length).toBeGreaterThan(4);
    const [backups] = await running(staging, "backups");
    const kept = await runIn(backups as Container, ["sh", "-c", "cat /backups/secrets/*"]);
    expect(kept).not.toContain(encryption.prod);
    expect(JSON.stringify(report())).not.toContain(encryption.prod);
  });

  test("gives staging its former data back when it is asked for", async () => {
    const back = await staging.homeport("rehearse", "--to", "staging", "--back", "--yes");
    expect(back, back.err).toMatchObject({ code: 0 });
    expect(await staged()).toEqual(own);
  });

  test("finds a backup that its service does not start with, and gives the former data back", async () => {
    await inPages(prod, "touch /files/broken");
    await backUp();
    await inPages(prod, "rm /files/broken");
    const failed = await rehearse("--yes", "--ready-seconds", "10");
    expect(failed, failed.err).toMatchObject({ code: 1 });
    expect(report()).toMatchObject({ ok: false });
    expect(await staged()).toEqual(own);
  });

  test("finds a byte that has changed in the repository", async () => {
    await inPages(prod, "head -c 300000 /dev/urandom > /files/large");
    await backUp();
    const data = join(folder, "prod", "data");
    const packs = readdirSync(data).flatMap((sub) =>
      readdirSync(join(data, sub)).map((one) => join(data, sub, one)),
    );
    const [largest = ""] = packs.toSorted((a, b) => statSync(b).size - statSync(a).size);
    const bytes = readFileSync(largest);
    bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
    writeFileSync(largest, bytes);
    const failed = await rehearse("--yes");
    expect(failed, failed.err).toMatchObject({ code: 1 });
    expect(failed.out).toContain("what was brought removed");
    expect(await staged()).toEqual(own);
  });
});
