import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engineOf } from "../../components/databases/engines";
import { buildTestImages } from "../images/build";
import { mariadbImage, postgresImage, resticImage, testImages, valkeyImage } from "../images/tags";
import { type Container, containers, docker, runIn } from "../support/containers";
import { quicken } from "../support/quickKey";
import { removeFolder } from "../support/removeFolder";
import { waitFor } from "../support/wait";
import { tellOf } from "../unit/commands/told";
import { beInState } from "./inState";
import { type Sandbox, startSandbox } from "./sandbox";

/** A database of PostgreSQL, and an application with MariaDB, Valkey and files. */

const project = join(__dirname, "fixtures/databases");
const folder = mkdtempSync(join(tmpdir(), "homeport-restore-databases-"));
const copies = join(folder, "copies");
mkdirSync(copies);
const variables = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
const encryption = "secret-of-the-repository";
let sandbox: Sandbox;

beforeAll(async () => {
  const { traefik, haproxy } = testImages;
  await buildTestImages(() => {}, [traefik, haproxy, postgresImage, mariadbImage, valkeyImage, resticImage]);
  sandbox = await startSandbox({
    project,
    program: join(project, "index.ts"),
    stacks: ["prod"],
    config: { "databases:copies": copies, "databases:encryption": encryption },
  });
  await quicken((script) => run("backups", script), "/repositories/0", encryption);
  const member = "Application$homeport:index:ApplicationContainer";
  await beInState({
    ...{ folder, sandbox, project: "databases" },
    volumes: ["wiki-db/data", "pad/db", "pad/cache", "pad/files"],
    parents: { "wiki-db": "Database", "pad/db": member, "pad/cache": member, "pad/app": member },
    after: { "pad/app": ["pad/db", "pad/cache"] },
  });
  await sql(
    "wiki-db",
    "CREATE TABLE page (text text); INSERT INTO page SELECT n FROM generate_series(1, 500) n;",
  );
  await sql("pad/db", "CREATE TABLE note (text text); INSERT INTO note VALUES ('one'), ('two');");
  await sql("pad/cache", "SET key value");
  await run("pad/app", "echo kept > /files/page");
});
afterAll(async () => {
  await sandbox?.stop();
  removeFolder(folder);
});

async function containerOf(component: string): Promise<Container> {
  const [found] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  if (!found) throw new Error(`no container of ${component} runs`);
  return found;
}
const run = async (component: string, script: string) =>
  runIn(await containerOf(component), ["sh", "-c", script]);

const kinds = { "wiki-db": "postgres", "pad/db": "mariadb", "pad/cache": "valkey" } as const;
type Server = keyof typeof kinds;
const shellOf = (server: Server, shell: "ask" | "counts") => engineOf(kinds[server])[shell];
const sql = (server: Server, text: string) =>
  run(server, `{ ${shellOf(server, "ask")}\n} <<'INPUT'\n${text}\nINPUT`);
const counts = (server: Server) => run(server, shellOf(server, "counts"));
const homeport = (...words: string[]) => tellOf(words, { variables });
const restore = (...words: string[]) => homeport("restore", ...words, "--ready-seconds", "120");

async function backUp(): Promise<string> {
  const { code, out, err } = await homeport("backup", "--json");
  expect(code, out + err).toBe(0);
  return JSON.parse(out)[0].places[0].sets[0].set;
}
const candidates = async () =>
  (await docker.listContainers({ all: true })).filter(({ Names: [name = ""] }) =>
    /backups-restic.*-restore-/.test(name),
  );
/** What the volume of a database has beside the data. */
const kept = async (server: Server) => {
  const [source] = (await containerOf(server)).Mounts.flatMap(({ Name }) => Name ?? []);
  const sweeper = await containerOf("sweeper");
  const path = sweeper.Mounts.find(({ Name }) => Name === source)?.Destination;
  return runIn(sweeper, ["sh", "-c", `ls -A ${path}/.homeport 2>/dev/null || :`]);
};

/** Puts a further set beside the newest, which says other things of its parts. */
async function falsified(change: string): Promise<string> {
  const set = "20261231T000000Z".replace("2026", String(new Date().getUTCFullYear()));
  await run(
    "backups",
    `. /backups/library; export TMPDIR=/tmp
restic_0 dump --tag manifest latest /manifest.json | jq -c '.set = "${set}" | ${change}' |
  restic_0 backup --quiet --host "databases.prod.attic" --tag homeport --tag manifest --tag set-${set} --tag epoch-1 --tag complete --stdin --stdin-filename manifest.json`,
  );
  return set;
}
const forget = (set: string) =>
  run(
    "backups",
    `. /backups/library; restic_0 forget --quiet $(restic_0 snapshots --json --tag set-${set} | jq -r '.[].id')`,
  );

test("an application comes back whole, databases first, and with --back as it was before", async () => {
  await run(
    "pad/db",
    "MYSQL_PWD=$(cat /run/homeport/password) mariadb -uroot pad -e 'CREATE DEFINER=root@localhost VIEW another AS SELECT text FROM note'",
  );
  const set = await backUp();
  await sql("pad/db", "DELETE FROM note WHERE text = 'one'; CREATE TABLE late (a int);");
  await sql("pad/cache", "SET other value");
  await run("pad/app", "echo changed > /files/page");
  const told = await restore("pad");
  expect(told, told.err).toMatchObject({ code: 0 });
  expect(told.out).toMatch(/pad\/db: a dump of mariadb 11\.8, .* with 2 rows in 1 table; .* are there now/);
  const done = await restore("pad", "--set", set, "--yes");
  expect(done, done.out + done.err).toMatchObject({ code: 0 });
  expect(done.out).toMatch(/pad\/db counted: 2 rows in 1 table\n/);
  expect(done.out).toMatch(
    / s {2}pad-(db|cache)-0-\w+, pad-(db|cache)-0-\w+ started\n.* s {2}pad-app-0-\w+ started\n/,
  );
  expect([await counts("pad/db"), await counts("pad/cache")]).toEqual(["note\t2\n", "db0\t1\n"]);
  expect(await sql("pad/db", "SELECT text FROM another ORDER BY text DESC")).toBe("two\none\n");
  expect(await run("pad/app", "cat /files/page")).toBe("kept\n");
  // By its own network, with the password that it has.
  expect(
    await run(
      "pad/app",
      "MYSQL_PWD=$(cat /run/secrets/db-password) mariadb --host=db --user=pad --batch --skip-column-names --execute='SHOW DATABASES' pad",
    ),
  ).toBe("information_schema\npad\n");
  const back = await restore("pad", "--back", "--yes");
  expect(back, back.out + back.err).toMatchObject({ code: 0 });
  expect([await counts("pad/db"), await counts("pad/cache")]).toEqual(["late\t0\nnote\t1\n", "db0\t2\n"]);
  expect(await run("pad/app", "cat /files/page")).toBe("changed\n");
  expect(await restore("pad", "--drop", "--yes")).toMatchObject({ code: 0 });
  expect(await candidates()).toEqual([]);
  await sql("pad/db", "DROP TABLE late;");
});

test("what cannot be loaded changes nothing: the server in use goes on, and the other one is gone", async () => {
  const snapshotOf = (kind: string) =>
    `.parts[] | select((.engine // "") | startswith("${kind}")) | .snapshot`;
  const set = await falsified(`. as $all | (${snapshotOf("mariadb")}) = ($all | ${snapshotOf("postgres")})`);
  const { Id } = await containerOf("pad/db");
  const { StartedAt } = (await docker.getContainer(Id).inspect()).State;
  const failed = await restore("pad/db", "--set", set, "--yes");
  expect(failed).toMatchObject({ code: 1, err: expect.stringContaining("PGDMP") });
  expect((await docker.getContainer(Id).inspect()).State).toMatchObject({ StartedAt, Running: true });
  expect(await candidates()).toEqual([]);
  expect(await kept("pad/db")).toBe("");
  await forget(set);
});

test("other rows than the set tells of are refused, and taken where somebody says so", async () => {
  await sql("wiki-db", "DELETE FROM page WHERE text = '1';");
  const set = await falsified(
    '(.parts[] | select(.kind == "database" and .service == "wiki-db") | .counts) |= map_values(map_values(2 * .))',
  );
  const refused = await restore("wiki-db", "--set", set, "--yes");
  expect(refused).toMatchObject({
    code: 1,
    err: expect.stringContaining("public.page had 1000 rows when it was dumped, and has 500 now"),
  });
  expect(await counts("wiki-db")).toBe("public.page\t499\n");
  expect(await kept("wiki-db")).toBe("");
  const accepted = await restore("wiki-db", "--set", set, "--yes", "--accept-rows");
  expect(accepted, accepted.out + accepted.err).toMatchObject({ code: 0 });
  expect(await counts("wiki-db")).toBe("public.page\t500\n");
  expect(await restore("wiki-db", "--drop", "--yes")).toMatchObject({ code: 0 });
  await forget(set);
});

test("a dump of a newer server is refused before anything stops", async () => {
  const set = await falsified('(.parts[] | select(.service == "wiki-db") | .engine) = "postgres 18"');
  expect(await restore("wiki-db", "--set", set, "--yes")).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("the dump is of postgres 18, and the server is postgres 17: an older one"),
  });
  await forget(set);
});

test("killed while the dump is loaded, its server ends by itself, and it begins again when it is run again", async () => {
  await sql("wiki-db", "DELETE FROM page WHERE text = '2';");
  const words = ["restore", "wiki-db", "--yes"];
  const child = spawn(process.execPath, [join(__dirname, "../../bin/homeport.cjs"), ...words], {
    ...{ env: variables, stdio: "ignore" },
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  await waitFor("the other server", async () => (await candidates()).length > 0, 60);
  child.kill("SIGKILL");
  await ended;
  await waitFor("it to end by itself", async () => (await candidates()).length === 0, 120);
  expect(await counts("wiki-db")).toBe("public.page\t499\n");
  const again = await restore("wiki-db", "--yes");
  expect(again, again.out + again.err).toMatchObject({ code: 0 });
  expect(await counts("wiki-db")).toBe("public.page\t500\n");
  expect(await candidates()).toEqual([]);
});
