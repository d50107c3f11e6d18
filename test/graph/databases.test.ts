import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, labelsOf, named, record, root } from "./graph";
import { placesIn } from "./places";
import type { Recording, Resource } from "./recording";

const secrets = { database: "secret-of-the-database", encryption: "secret-of-the-repository" };
const keys = Object.entries(secrets).map(([name, value]) => [`secrets:${name}`, value] as const);
const configured = { config: Object.fromEntries(keys), secretKeys: keys.map(([name]) => name) };

let graph: Recording;
beforeAll(async () => {
  graph = await graphOf({ program: "databases", ...configured });
});
const container = (name: string) => named(graph, `docker:index/container:Container ${name}`);
const command = (name: string) => named(graph, `command:local:Command ${name}`);
const script = ({ inputs }: Resource) => String(inputs.interpreter);
const outputs = (component: string) =>
  named(graph, `homeport:index:${component}`).outputs as Record<string, unknown>;
const targets = ({ inputs }: Resource) =>
  ((inputs.mounts ?? []) as { target: string; readOnly: boolean }[]).map(({ target }) => target);

test("a database is in the environment's network by its name, and no port of the host leads to it", () => {
  const { inputs } = container("shared-db-0");
  expect(inputs).toMatchObject({
    image: "postgres:17.6",
    networksAdvanced: [{ name: "lan-bridge", aliases: ["shared-db"] }],
    volumes: [{ volumeName: "shared-db-volume-data", containerPath: "/var/lib/postgresql/data" }],
    start: false,
    memory: 512,
    destroyGraceSeconds: 120,
    stopTimeout: 120,
  });
  expect(inputs.ports).toBeUndefined();
  expect(labelsOf(container("shared-db-0"))).toMatchObject({
    "homeport.component": "shared-db",
    "homeport.engine": "postgres 17",
    "homeport.deploys": "stop-first",
  });
});

test("one of an application is in the application's network alone, told of its memory, and others wait for it", () => {
  const { inputs } = container("cloud-db-0");
  expect(inputs).toMatchObject({ networksAdvanced: [{ name: "cloud-network", aliases: ["db"] }] });
  expect(inputs.command).toContain("--innodb-buffer-pool-size=409M");
  expect(labelsOf(container("cloud-db-0"))["homeport.engine"]).toBe("mariadb 11.8");
  expect(command("cloud-app-route").dependsOn).toContain("command:local:Command cloud-db-start");
});

test("who waits for a database has its password in a file, and nobody else", () => {
  expect(targets(container("cloud-app-0"))).toEqual(["/index", "/run/secrets/db-password"]);
  expect(targets(container("cloud-cron-0"))).toEqual([]);
  expect(targets(container("cloud-db-0"))).toEqual(["/run/homeport/password", "/run/homeport/start.sql"]);
});

test("before a server starts it is asked who else writes to the data, and whose they are; then it is told its password", () => {
  for (const name of ["shared-db-start", "cloud-db-start"]) {
    const text = script(command(name));
    expect(text).toContain("may_start && data_fit || exit 1");
    expect(text).toContain("swap && ready && settle ||");
  }
  expect(script(command("shared-db-start"))).toContain("shared-db.volumes.data");
  expect(script(command("shared-db-start"))).toContain("ALTER ROLE");
  expect(script(command("cloud-db-start"))).toContain("cloud.databases.db.engine.image");
});

describe("its password", () => {
  test("is on the input of commands that write files, in outputs as a secret, and nowhere else", () => {
    for (const { path, hidden } of placesIn(graph, secrets.database)) {
      expect([path, hidden]).toEqual([path, true]);
      expect(path).not.toMatch(/docker:index/);
    }
    expect(placesIn(graph, secrets.database).length).toBeGreaterThan(0);
  });

  test("is drawn where nobody gives one, and stays", () => {
    for (const name of ["cloud-db-password", "cloud-cache-password", "spare-password"])
      expect(named(graph, `random:index/randomPassword:RandomPassword ${name}`).inputs).toEqual({
        length: 32,
        special: false,
      });
  });
});

test("what dumps it is its own image, with its password, without its data or a right of root's", () => {
  const dumper = container("backups-cloud-db-dumper");
  expect(dumper.inputs).toMatchObject({
    image: "mariadb:11.8.2",
    user: "0:0",
    readOnly: true,
    capabilities: { drops: ["ALL"] },
    networksAdvanced: [{ name: "cloud-network" }],
    volumes: [{ volumeName: "backups-cloud-db-dumps", containerPath: "/dumps" }],
    tmpfs: { "/tmp": "size=4m", "/var/lib/mysql": "size=4m" },
  });
  expect(dumper.inputs.envs).toContain("HOMEPORT_HOST=db");
  expect(targets(dumper)).toEqual(["/run/homeport/password"]);
});

test("Backups has what is dumped, and each says how it is backed up", () => {
  const all = ["shared-db/data", "cloud/db", "cloud/files", "cloud/index"];
  expect(outputs("Backups backups").volumes).toEqual(all);
  expect(outputs("Application cloud").backups).toEqual({
    files: { kind: "files", except: ["cache"] },
    index: { kind: "sqlite", files: ["index.db"] },
    scans: "elsewhere, every night",
    db: { kind: "database" },
    cache: "none",
  });
  expect(outputs("Database shared-db")).toMatchObject({
    engine: "postgres 17",
    deploys: "stop-first",
    gapSeconds: 240,
    backups: { data: { kind: "database" } },
  });
  expect(outputs("Database spare").backups).toEqual({ data: "none" });
});

test("an application's volumes are read as a service's are, and databases in them copied as its user", () => {
  const { inputs } = container("backups-restic");
  expect(inputs.volumes).toContainEqual({
    volumeName: "cloud-volume-files",
    containerPath: "/volumes/cloud/files",
    readOnly: true,
  });
  expect(container("backups-cloud-index-dumper").inputs).toMatchObject({
    user: "1000:1000",
    mounts: [{ source: "/srv/index", target: "/data" }],
  });
});

test("what removes the data from before a restore has those of databases, too, and no start takes it for a stranger", () => {
  const { inputs } = container("backups-sweeper");
  for (const [volumeName, part] of [
    ["shared-db-volume-data", "shared-db/data"],
    ["cloud-volume-db", "cloud/db"],
    ["cloud-volume-files", "cloud/files"],
  ])
    expect(inputs.volumes).toContainEqual({
      volumeName,
      containerPath: `/volumes/${part}`,
      readOnly: false,
    });
  expect(script(command("shared-db-start"))).toContain("$5 ~ /^(dumper|sweeper)$/");
});

test("a server that takes all of its directory for its own does not see what a restore keeps there", () => {
  expect(container("cloud-db-0").inputs.tmpfs).toEqual({ "/var/lib/mysql/.homeport": "" });
  expect(container("shared-db-0").inputs.tmpfs).toBeUndefined();
});

test("a database that is to be dumped and is in no Backups is refused at preview, by its path", async () => {
  const file = path.join(root, "test/graph/fixtures/inNoBackups.ts");
  const { errors } = await record({ file, preview: true });
  const said = errors.map(({ text }) => text).join("\n");
  expect(said.match(/^.*\.backup: it says that Backups has it dumped/gm)).toEqual([
    "lost.backup: it says that Backups has it dumped",
    "cloud.databases.db.backup: it says that Backups has it dumped",
  ]);
  expect(said).toContain('none of this program on host here has it in its "of"; name it there');
  expect((await record({ program: "databases", preview: true, ...configured })).errors).toEqual([]);
});
