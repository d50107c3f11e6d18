import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { engineOf } from "../../components/databases/engines";
import { fitFunction, versionOf } from "../../components/databases/version";
import { buildTestImages } from "../images/build";
import { mariadbImage, postgresImage, resticImage, testImages, valkeyImage } from "../images/tags";
import { type Container, containers, docker, inspect, logsOf, runIn } from "../support/containers";
import { quicken } from "../support/quickKey";
import { removeFolder } from "../support/removeFolder";
import { waitFor } from "../support/wait";
import { type Sandbox, startSandbox } from "./sandbox";

const project = path.join(__dirname, "fixtures/databases");
const encryption = "secret-of-the-repository";
const copies = mkdtempSync(path.join(tmpdir(), "homeport-dumps-"));

let sandbox: Sandbox;
let backups: Container;
const deploy = () =>
  startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: ["prod"],
    config: { "databases:copies": copies, "databases:encryption": encryption },
  });

beforeAll(async () => {
  await buildTestImages(() => {}, [
    testImages.traefik,
    testImages.haproxy,
    postgresImage,
    mariadbImage,
    valkeyImage,
    resticImage,
  ]);
  sandbox = await deploy();
  backups = await containerOf("backups");
  await quicken(inBackups, "/repositories/0", encryption);
});
afterAll(async () => {
  await sandbox?.stop();
  removeFolder(copies);
});

async function containerOf(component: string, part = ""): Promise<Container> {
  const all = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  const found = all.find(({ Name }) => Name.includes(part));
  if (!found) throw new Error(`no container of ${component} runs`);
  return found;
}
const inBackups = (script: string) => runIn(backups, ["sh", "-c", `. /backups/library\n${script}`]);

const servers = [
  { kind: "postgres", component: "wiki-db", part: "wiki-db/data" },
  { kind: "mariadb", component: "pad/db", part: "pad/db" },
  { kind: "valkey", component: "pad/cache", part: "pad/cache" },
] as const;

/** Runs one of an engine's shells in its container, which reads a text. */
async function run(component: string, shell: string, input = ""): Promise<string> {
  const container = await containerOf(component);
  return runIn(container, [
    "sh",
    "-c",
    `cat > /dev/shm/input <<'INPUT'\n${input}\nINPUT\n{ ${shell}\n} < /dev/shm/input`,
  ]);
}
const ask = ({ kind, component }: (typeof servers)[number], input: string) =>
  run(component, engineOf(kind).ask, input);
const [wiki, pad, cache] = servers;

let orders = 0;
async function order(meanwhile?: () => Promise<void>): Promise<{ problem: string }> {
  const id = `set test-${++orders}`;
  await inBackups(`echo "${id}" > $state/order.new && mv $state/order.new $state/order`);
  await meanwhile?.();
  await waitFor(
    `the backups to attend to ${id}`,
    async () => (await inBackups("cat $state/attended")).trim() === id,
    180,
  );
  return JSON.parse(await inBackups("cat $state/places/0/outcome"));
}
const newestSet = async () =>
  JSON.parse(await inBackups("restic_0 dump --tag manifest latest /manifest.json"));

beforeAll(async () => {
  await ask(
    wiki,
    "CREATE TABLE page (text text); INSERT INTO page SELECT 'page ' || n FROM generate_series(1, 500) n;",
  );
  await ask(pad, "CREATE TABLE note (text text); INSERT INTO note VALUES ('one'), ('two');");
  await ask(cache, "SET key value");
});

describe.each(servers)("$kind", ({ kind, component }) => {
  test("has a password that nobody sees who looks at the engine, and keeps within its memory", async () => {
    const server = await containerOf(component);
    const app = await containerOf("pad/app");
    const password = (await runIn(server, ["cat", "/run/homeport/password"])).trim();
    expect(password).toMatch(/^\w{32}$/);
    const dumper = await containerOf("dumper", component.replace("/", "-"));
    for (const one of [server, dumper, backups, app]) expect(JSON.stringify(one)).not.toContain(password);
    for (const one of [server, dumper]) expect(await logsOf(one.Id)).not.toContain(password);
    expect(await runIn(server, ["sh", "-c", "cat /proc/[0-9]*/cmdline"])).not.toContain(password);
    expect((await inspect(server.Id)).HostConfig.Memory).toBeGreaterThan(0);
  });

  test("lets nobody in without it, by its network", async () => {
    const dumper = await containerOf("dumper", component.replace("/", "-"));
    const shell = engineOf(kind).counts;
    const wrong = await runIn(dumper, [
      "sh",
      "-c",
      `printf wrong > /tmp/wrong; HOMEPORT_PASSWORD_FILE=/tmp/wrong sh -c '${shell.replaceAll("'", `'\\''`)}' 2>&1 || echo refused`,
    ]);
    expect(wrong).toMatch(/refused$|NOAUTH|WRONGPASS/m);
    expect(await runIn(dumper, ["sh", "-c", shell])).not.toBe("");
  });
});

test("whoever waits for a database has its password in a file, and reaches it by its name", async () => {
  const said = await runIn(await containerOf("pad/app"), [
    "sh",
    "-c",
    "MYSQL_PWD=$(cat /run/secrets/db-password) mariadb --host=db --user=pad --batch --skip-column-names --execute='SELECT count(*) FROM note' pad",
  ]);
  expect(said).toBe("2\n");
});

describe("a set", () => {
  test("has a dump of each, counted before and after, and loads into an empty database", async () => {
    expect(await order()).toMatchObject({ problem: "" });
    const manifest = await newestSet();
    expect(manifest).toMatchObject({
      complete: true,
      parts: [
        {
          kind: "database",
          service: "wiki-db",
          volume: "data",
          engine: "postgres 17",
          counts: { before: { "public.page": 500 }, after: { "public.page": 500 } },
        },
        {
          kind: "database",
          service: "pad",
          volume: "db",
          engine: "mariadb 11.8",
          counts: { before: { note: 2 }, after: { note: 2 } },
        },
        {
          kind: "database",
          service: "pad",
          volume: "cache",
          engine: "valkey 8",
          counts: { before: { db0: 1 }, after: { db0: 1 } },
        },
        { service: "pad", volume: "files", files: 0 },
      ],
      images: { "wiki-db/data": { image: postgresImage, id: expect.stringMatching(/^sha256:/) } },
    });
    for (const [server, empty, counted] of [
      [wiki, "DROP TABLE page;", "public.page\t500\n"],
      [pad, "DROP TABLE note;", "note\t2\n"],
      [cache, "FLUSHALL", "db0\t1\n"],
    ] as const) {
      const { load, counts } = engineOf(server.kind);
      await ask(server, empty);
      expect(await run(server.component, counts)).toBe("");
      const dump = await inBackups(
        `restic_0 dump --tag part-${server.part.replace("/", "-")} latest /dump | base64`,
      );
      await run(server.component, `base64 -d | { ${load}\n}`, dump);
      expect(await run(server.component, counts)).toBe(counted);
    }
  });
});

describe("what goes wrong", () => {
  const snapshots = (part: string) => inBackups(`restic_0 snapshots --json --tag part-${part} | jq length`);

  test("a dump that fails half-way, and tables of which no dump is of one moment: no snapshot, and the reason is told", async () => {
    const before = await snapshots("pad-db");
    await ask(pad, "CREATE TABLE gone (a int); CREATE VIEW zz AS SELECT a FROM gone; DROP TABLE gone;");
    expect((await order()).problem).toMatch(/pad\/db: .*zz.*invalid table/);
    await ask(pad, "DROP VIEW zz; CREATE TABLE old (a int) ENGINE=MyISAM;");
    expect((await order()).problem).toContain("pad/db: the table old is of MyISAM");
    await ask(pad, "DROP TABLE old;");
    expect(await snapshots("pad-db")).toBe(before);
    expect(await newestSet()).toMatchObject({
      complete: false,
      parts: [{ volume: "data" }, { volume: "cache" }, { volume: "files" }],
      failed: [{ service: "pad", volume: "db", reason: expect.stringContaining("MyISAM") }],
    });
  });

  test("a dumper that dies at its work: no snapshot, and the next run is whole", async () => {
    const before = await snapshots("wiki-db-data");
    const { Id } = await containerOf("dumper", "wiki");
    const dumper = docker.getContainer(Id);
    // A dump waits for whoever has a table for himself.
    const server = await containerOf("wiki-db");
    const holding = runIn(server, [
      "sh",
      "-c",
      "psql -q -U wiki wiki -c 'BEGIN; LOCK TABLE page; SELECT pg_sleep(600); COMMIT' >/dev/null",
    ]);
    const died = await order(async () => {
      const begun =
        'cd /dumps/wiki-db/data && [ "$(cat ask)" = "$(cut -d " " -f 1 begun)" ] && echo yes || echo no';
      await waitFor("the dump", async () => (await inBackups(begun)).trim() === "yes");
      await dumper.kill();
    });
    expect(died.problem).toContain("wiki-db/data: whoever dumps it has died at it");
    await ask(wiki, "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE query LIKE 'BEGIN; LOCK%'");
    await holding;
    expect(await snapshots("wiki-db-data")).toBe(before);
    await dumper.start();
    expect((await order()).problem).toBe("");
  });

  test.each([
    ["postgres:17.2", "postgres", undefined],
    [
      "postgres:16.9",
      "postgres",
      "postgres:16.9 is PostgreSQL 16, and the data are of 17: nothing was started",
    ],
    [
      "mariadb:11.8.5",
      "mariadb",
      "mariadb:11.8.5 is MariaDB, and the data are of PostgreSQL: nothing was started",
    ],
  ] as const)("%s on the data of PostgreSQL 17, which runs", async (image, kind, refused) => {
    const engine = engineOf(kind);
    const server = await containerOf("wiki-db");
    const volume = server.Mounts.find(({ Type }) => Type === "volume")?.Name;
    const container = await docker.createContainer({
      Image: postgresImage,
      HostConfig: { Binds: [`${volume}:${engine.dataPath(versionOf(image))}`] },
    });
    const { stderr, status } = spawnSync(
      "sh",
      [
        "-c",
        `container=${container.id}\n${fitFunction({ path: "db.engine.image", part: "db", stack: "prod", engine, image })}\ndata_fit`,
      ],
      { encoding: "utf8" },
    );
    await container.remove();
    expect(stderr).toContain(refused === undefined ? "" : `db.engine.image: ${refused}`);
    expect(status).toBe(refused === undefined ? 0 : 1);
  });
});
