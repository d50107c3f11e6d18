import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engineOf } from "../../components/databases/engines";
import { engineLabel } from "../../components/databases/version";
import { buildTestImages } from "../images/build";
import {
  formerMariadbImage,
  formerPostgresImage,
  mariadbImage,
  postgresImage,
  resticImage,
  testImages,
  valkeyImage,
} from "../images/tags";
import { type Container, containers, docker, runIn } from "../support/containers";
import { quicken } from "../support/quickKey";
import { removeFolder } from "../support/removeFolder";
import { removeUpgradeMarks, upgradeMarks } from "../support/upgradeMarks";
import { waitFor } from "../support/wait";
import { tellOf } from "../unit/commands/told";
import { beInState } from "./inState";
import { type Sandbox, startSandbox } from "./sandbox";

/** PostgreSQL 15 and MariaDB 10.11, and a set in their repository as their successors make it. */

const project = join(__dirname, "fixtures/databases");
const folder = mkdtempSync(join(tmpdir(), "homeport-upgrade-"));
const copies = join(folder, "copies");
mkdirSync(copies);
const variables = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
const encryption = "secret-of-the-repository";
let sandbox: Sandbox;
/** A set that says that its dumps are of the newer servers. */
const newer = "20260101T000000Z";

const member = "Application$homeport:index:ApplicationContainer";
const stated = () =>
  beInState({
    ...{ folder, sandbox, project: "databases" },
    volumes: ["wiki-db/data", "pad/db", "pad/cache", "pad/files"],
    parents: { "wiki-db": "Database", "pad/db": member, "pad/cache": member, "pad/app": member },
    after: { "pad/app": ["pad/db", "pad/cache"] },
  });

beforeAll(async () => {
  const { traefik, haproxy } = testImages;
  const former = [formerMariadbImage, formerPostgresImage];
  await buildTestImages(() => {}, [
    ...[traefik, haproxy, postgresImage, mariadbImage, valkeyImage, resticImage],
    ...former,
  ]);
  sandbox = await startSandbox({
    ...{ project, program: join(project, "index.ts"), stacks: ["prod"] },
    config: {
      "databases:copies": copies,
      "databases:encryption": encryption,
      "databases:postgres": formerPostgresImage,
      "databases:mariadb": formerMariadbImage,
    },
  });
  const backups = await containerOf("backups");
  await quicken((script) => runIn(backups, ["sh", "-c", script]), "/repositories/0", encryption);
  await stated();
  await makeNewer();
  await sql(
    "wiki-db",
    "CREATE TABLE page (text text); INSERT INTO page SELECT n FROM generate_series(1, 500) n; CREATE VIEW long AS SELECT * FROM page WHERE length(text) > 2;",
  );
  await sql("pad/db", "CREATE TABLE note (text text); INSERT INTO note VALUES ('ä'), ('two');");
});
afterAll(async () => {
  await sandbox?.stop();
  await removeUpgradeMarks("databases");
  removeFolder(folder);
});

const kinds = { "wiki-db": "postgres", "pad/db": "mariadb" } as const;
type Server = keyof typeof kinds;

async function containerOf(component: string): Promise<Container> {
  const [found] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  if (!found) throw new Error(`no container of ${component} runs`);
  return found;
}
const sql = async (server: Server, text: string) =>
  runIn(await containerOf(server), [
    "sh",
    "-c",
    `{ ${engineOf(kinds[server]).ask}\n} <<'INPUT'\n${text}\nINPUT`,
  ]);
const homeport = (...words: string[]) => tellOf(words, { variables });
const upgrade = (...words: string[]) =>
  homeport("upgrade-database", ...words, "--stack", "prod", "--ready-seconds", "120");

/** What a set says of its dumps, is what a restore goes by: it has the end of another one, with other servers in it. */
async function makeNewer(): Promise<void> {
  const { code, out, err } = await homeport("backup", "--json");
  expect(code, out + err).toBe(0);
  const servers = '{"postgres 15": "postgres 17", "mariadb 10.11": "mariadb 11.8"}';
  await runIn(await containerOf("backups"), [
    "sh",
    "-c",
    `. /backups/library
restic_0 dump --tag manifest latest /manifest.json > $TMPDIR/real
jq '${servers} as $newer | .set = "${newer}" | .time = 1767225600 | .parts |= map(if .engine then .engine = ($newer[.engine] // .engine) else . end)' < $TMPDIR/real |
  restic_0 backup --quiet --host databases.prod.attic --tag homeport --tag manifest --tag set-${newer} --tag epoch-1 --tag complete --stdin --stdin-filename manifest.json`,
  ]);
}
const candidates = async () =>
  (await docker.listContainers({ all: true }))
    .flatMap(({ Names: [name = ""] }) => name)
    .filter((name) => /backups-restic.*-restore-/.test(name));
/** Runs a script where the volume of a database is. */
async function inVolume(server: Server, script: string): Promise<string> {
  const all = await docker.listContainers({
    all: true,
    filters: { label: [`homeport.sandbox=${sandbox.id}`, `homeport.component=${server}`] },
  });
  const [source] = all.flatMap(({ Mounts }) => Mounts.flatMap(({ Name }) => Name ?? []));
  const sweeper = await containerOf("sweeper");
  const path = sweeper.Mounts.find(({ Name }) => Name === source)?.Destination ?? "/nowhere";
  return (await runIn(sweeper, ["sh", "-c", `cd ${path} && ${script}`])).trim();
}
/** All that is in a directory, byte for byte, with its owners and modes. */
const contents = (below: string) =>
  `cd ${below} && { find . ! -path './.homeport*' ! -path . -exec stat -c '%n %u %g %a' {} +; find . -type f ! -path './.homeport*' -exec sha256sum {} +; } | sort | sha256sum`;
const marks = () => upgradeMarks("databases");

test.each<[Server, string]>([
  ["wiki-db", "the dump is of postgres 17, and the server is postgres 15: an older one"],
  ["pad/db", "the dump is of mariadb 11.8, and the server is mariadb 10.11: an older one"],
])("a newer server's dump into %s is refused before anything stops", async (server, reason) => {
  const { State } = await containerOf(server);
  for (const yes of [[], ["--yes"]])
    expect(await homeport("restore", server, "--set", newer, ...yes)).toMatchObject({
      ...{ code: 2, out: "", err: expect.stringContaining(reason) },
    });
  expect((await containerOf(server)).State.StartedAt).toBe(State.StartedAt);
});

test("what cannot be upgraded is refused, and what a dump does not have is named", async () => {
  const refusals: [words: string[], reason: string][] = [
    [["wiki"], '"wiki": no service of this name is backed up; the nearest is wiki-db'],
    [["pad"], "pad has several databases; say which: pad/db, pad/cache"],
    [["pad/files"], "there is no such database; there are: pad/db, pad/cache"],
    [["pad/cache"], "takes older data as they are"],
    [["wiki-db", "--to", "postgres:14.1"], "an older server may not read its dump"],
    [["wiki-db", "--to", "postgres:15.9"], "wiki-db is postgres 15 already"],
    [["wiki-db", "--back"], "--back: nothing is kept of wiki-db"],
  ];
  for (const [words, reason] of refusals) {
    const to = words.includes("--to") || words.includes("--back") ? [] : ["--to", postgresImage];
    expect(await upgrade(...words, ...to)).toMatchObject({ code: 2, err: expect.stringContaining(reason) });
  }
  await sql("wiki-db", "CREATE ROLE reader; ALTER DATABASE wiki SET work_mem = '8MB';");
  const refused = await upgrade("wiki-db", "--to", postgresImage, "--yes");
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("the role reader") });
  expect(refused.err).toContain("the setting work_mem=8MB of ALTER DATABASE or ALTER ROLE");
  await sql("wiki-db", "DROP ROLE reader; ALTER DATABASE wiki RESET work_mem;");
  await runIn(await containerOf("pad/db"), [
    "sh",
    "-c",
    "MYSQL_PWD=$(cat /run/homeport/password) mariadb -uroot -e 'CREATE DATABASE another; CREATE USER reader@localhost'",
  ]);
  const other = await upgrade("pad/db", "--to", mariadbImage);
  expect(other).toMatchObject({
    ...{ code: 2, err: expect.stringContaining("not the database another, the user reader@localhost;") },
  });
  const told = await upgrade("pad/db", "--to", mariadbImage, "--leave-behind");
  expect(told, told.err).toMatchObject({ code: 0 });
  expect(told.out).toMatch(/^pad\/db of prod, on host attic: from mariadb 10\.11 to mariadb 11\.8 \(/);
  expect(told.out).toContain("Nothing has been changed");
});

test("what the new server cannot do shows before anything stops", async () => {
  await docker.getImage(resticImage).tag({ repo: "homeport-test/postgres", tag: "16.99" });
  const { State } = await containerOf("wiki-db");
  const failed = await upgrade("wiki-db", "--to", "homeport-test/postgres:16.99", "--yes");
  await docker.getImage("homeport-test/postgres:16.99").remove();
  expect(failed, failed.out).toMatchObject({ code: 1 });
  expect((await containerOf("wiki-db")).State.StartedAt).toBe(State.StartedAt);
  expect([await candidates(), await inVolume("wiki-db", "ls -d .homeport 2>/dev/null || :")]).toEqual([
    [],
    "",
  ]);
});

test("PostgreSQL 15 becomes 17 with all of its rows, and byte for byte 15 again", async () => {
  const done = await upgrade("wiki-db", "--to", postgresImage, "--yes");
  expect(done, done.out + done.err).toMatchObject({ code: 0 });
  expect(done.out).toMatch(/tried: its dump loaded.*\n(.*\n)*.*500 rows in 1 table, none missing\n/);
  expect(done.out).toContain(`the image of wiki-db is ${postgresImage}`);
  expect(await inVolume("wiki-db", "cat PG_VERSION .homeport/before/PG_VERSION")).toBe("17\n15");
  expect([await marks(), await candidates()]).toEqual([["postgres 17"], []]);
  const former = await inVolume("wiki-db", contents(".homeport/before"));
  const again = await upgrade("wiki-db", "--to", postgresImage, "--yes");
  expect(again, again.err).toMatchObject({ code: 0, out: expect.stringContaining("are of postgres 17") });
  const kept = await homeport("restore", "wiki-db", "--back");
  expect(kept).toMatchObject({
    code: 2,
    err: expect.stringContaining("homeport upgrade-database wiki-db --back"),
  });
  await updated("wiki-db", postgresImage, "postgres 17");
  expect(await sql("wiki-db", "SELECT count(*) FROM page")).toBe("500\n");
  expect(await sql("wiki-db", "SELECT count(*) FROM long")).toBe("401\n");
  const back = await upgrade("wiki-db", "--back", "--yes");
  expect(back, back.out + back.err).toMatchObject({ code: 0 });
  expect(back.out).toContain("give wiki-db an image of postgres 15 in the program");
  expect(await inVolume("wiki-db", contents("."))).toBe(former);
  expect(await marks()).toEqual(["postgres 15"]);
  await updated("wiki-db", formerPostgresImage, "postgres 15");
  expect(await sql("wiki-db", "SELECT count(*) FROM long")).toBe("401\n");
});

/** What an update does: a container of the other image, and the state that says so. */
async function updated(server: Server, image: string, label: string): Promise<void> {
  const [{ Id } = { Id: "" }] = await docker.listContainers({
    all: true,
    filters: { label: [`homeport.sandbox=${sandbox.id}`, `homeport.component=${server}`] },
  });
  const former = await docker.getContainer(Id).inspect();
  await docker.getContainer(Id).remove({ force: true });
  const { Config, HostConfig, Name } = former;
  const made = await docker.createContainer({
    ...{ ...Config, name: Name.slice(1), Image: image, Entrypoint: undefined, HostConfig },
    Env: (Config.Env ?? []).filter((one) => !/^(PATH|PGDATA)=/.test(one)),
    Labels: { ...Config.Labels, [engineLabel]: label },
  });
  await made.start();
  await waitFor(
    `${label} to answer`,
    async () => (await made.inspect()).State.Health?.Status === "healthy",
    90,
  );
  await stated();
}

test("killed with all stopped, nothing it began stays, and it goes on when it is run again; then back", async () => {
  const words = ["upgrade-database", "pad/db", "--to", mariadbImage, "--leave-behind", "--yes"];
  const child = spawn(process.execPath, [join(__dirname, "../../bin/homeport.cjs"), ...words], {
    ...{ env: variables, stdio: "ignore" },
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await waitFor("both servers", async () => (await candidates()).length === 2, 120);
  child.kill("SIGKILL");
  await ended;
  await waitFor("both to end by themselves", async () => (await candidates()).length === 0, 120);
  await expect(containerOf("pad/app")).rejects.toThrow("no container of pad/app runs");
  const done = await upgrade("pad/db", "--to", mariadbImage, "--leave-behind", "--yes");
  expect(done, done.out + done.err).toMatchObject({ code: 0 });
  expect(done.out).toContain("2 rows in 1 table, none missing");
  expect(done.out).not.toContain("tried");
  const back = await upgrade("pad/db", "--back", "--yes");
  expect(back, back.out + back.err).toMatchObject({
    code: 0,
    out: expect.stringContaining("runs as mariadb 10.11 again"),
  });
  expect(await sql("pad/db", "SELECT text FROM note ORDER BY text")).toBe("two\nä\n");
  expect(await marks()).not.toContain("mariadb 11.8");
});
