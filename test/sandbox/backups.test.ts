import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { askSets } from "../../commands/backups/ask";
import { choose } from "../../commands/backups/choose";
import { bringDirectory, bringFile } from "../../commands/restore/bring";
import { lookFor } from "../../commands/restore/look";
import { buildTestImages } from "../images/build";
import { resticImage, sqliteImage } from "../images/tags";
import {
  type Container,
  containers,
  docker,
  engineAddress,
  inspect,
  logsOf,
  runIn,
} from "../support/containers";
import { quicken } from "../support/quickKey";
import { removeFolder } from "../support/removeFolder";
import { ResticServer } from "../support/resticServer";
import { waitFor } from "../support/wait";
import { type Sandbox, startSandbox } from "./sandbox";

const project = path.join(__dirname, "fixtures/backups");
const secrets = { password: "secret-of-the-server", encryption: "secret-of-the-repository" };
const pingPath = "/secret-of-the-ping";
const copies = mkdtempSync(path.join(tmpdir(), "homeport-copies-"));

let server: ResticServer;
let pinged: Server;
let pings = 0;
let sandbox: Sandbox;
let backups: Container;
let wiki: Container;
/** Before the application has made its database. */
let first: { readonly outcomes: Outcome[]; readonly manifest: object };

beforeAll(async () => {
  await buildTestImages(() => {});
  server = await ResticServer.start("attic", secrets.password);
  pinged = createServer((request, response) => {
    if (request.url === pingPath) pings++;
    response.end();
  }).listen(0);
  const ping = `http://${await engineAddress()}:${(pinged.address() as AddressInfo).port}${pingPath}`;
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: ["prod"],
    config: {
      "backups:repository": `${server.url}/prod`,
      "backups:copies": copies,
      "backups:password": secrets.password,
      "backups:encryption": secrets.encryption,
      "backups:ping": ping,
    },
  });
  [backups, wiki] = [await containerOf("backups"), await containerOf("wiki")];
  await quicken(server.run, "/data/prod", secrets.encryption);
  await quicken(inBackups, "/repositories/1", secrets.encryption);
  await inWiki(`umask 077
mkdir /files/cache; echo cached > /files/cache/page; echo text > /files/page; echo note > /notes/one; chown -R 999:998 /files /db; chmod 700 /files /db`);
  first = { outcomes: await order("set"), manifest: await newestManifest() };
  await writeDatabase();
});
afterAll(async () => {
  await sandbox?.stop();
  await server?.stop();
  pinged?.close();
  removeFolder(copies);
});

async function containerOf(component: string): Promise<Container> {
  const [found] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  if (!found) throw new Error(`no container of ${component} runs`);
  return found;
}
const inBackups = (script: string) => runIn(backups, ["sh", "-c", `. /backups/library\n${script}`]);
const inWiki = (script: string) => runIn(wiki, ["sh", "-c", script]);

/** A connection stays open, as an application's does: what it wrote last is beside the database. */
const writeDatabase = () =>
  inWiki(`cat > /tmp/w.py <<'P'
import os, sqlite3, time
os.setgid(998); os.setuid(999)
d = sqlite3.connect("/db/app.db"); d.execute("pragma journal_mode=wal"); d.execute("create table if not exists t(x)"); d.execute("insert into t values ('kept')"); d.commit(); time.sleep(100000)
P
python3 /tmp/w.py >/dev/null 2>&1 & sleep 1`);

interface Outcome {
  readonly refused: boolean;
  readonly problem: string;
  readonly warned: string;
}

let orders = 0;
/** Has every place attended to, and says what came of it. */
async function order(task: "set" | "read" | "open", meanwhile?: () => Promise<void>): Promise<Outcome[]> {
  const id = `${task} test-${++orders}`;
  await inBackups(`echo "${id}" > $state/order.new && mv $state/order.new $state/order`);
  await meanwhile?.();
  await waitFor(
    `the backups to attend to ${id}`,
    async () => (await inBackups("cat $state/attended")).trim() === id,
    90,
  );
  const outcomes = await inBackups("cat $state/places/*/outcome");
  return outcomes
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
}
const newestManifest = async () =>
  JSON.parse(await inBackups("restic_0 dump --tag manifest latest /manifest.json"));
/** Names of the sets at a place, the oldest first. */
const setsIn = async (container: Container, place: number): Promise<string[]> => {
  const list = `restic_${place} snapshots --json --tag manifest 2>/dev/null | jq -r '.[].tags[] | select(startswith("set-"))' | sort`;
  return (await runIn(container, ["sh", "-c", `. /backups/library\n${list}`])).trim().split("\n");
};
const sets = (place: number) => setsIn(backups, place);
const problems = (outcomes: Outcome[]) => outcomes.map(({ problem }) => problem);

test("the first set of an installation is complete where its database is not made yet, and says so", () => {
  const warned = "wiki/db: app.db is not there yet";
  expect(first.outcomes).toMatchObject([
    { problem: "", warned },
    { problem: "", warned },
  ]);
  expect(first.manifest).toMatchObject({
    complete: true,
    parts: [{ except: ["cache"] }, { volume: "notes" }, { volume: "db", absent: ["app.db"] }],
  });
});

describe("a set", () => {
  beforeAll(async () => {
    expect(problems(await order("set"))).toEqual(["", ""]);
  });

  test("has every file that is not left out, and the database as it is at one moment, with what was written last", async () => {
    for (const place of [0, 1]) {
      const told = await inBackups(
        `restic_${place} ls latest --tag part-wiki-files --json | jq -r 'select(.type == "file").path'`,
      );
      expect(told.trim()).toBe("/volumes/wiki/files/page");
      const copy = await inBackups(
        `restic_${place} dump --tag part-wiki-db latest /dumps/wiki/db/files/app.db > $TMPDIR/copy && base64 $TMPDIR/copy | tr -d '\\n'`,
      );
      await inWiki(`echo '${copy.trim()}' | base64 -d > /tmp/copy.db`);
      expect(
        await inWiki(
          `python3 -c 'import sqlite3; print(sqlite3.connect("/tmp/copy.db").execute("select x from t").fetchall())'`,
        ),
      ).toContain("kept");
    }
  });

  test("ends with what is in it: whose data, how much, of which image, and who has the volume", async () => {
    const manifest = await newestManifest();
    expect(manifest).toMatchObject({
      version: 1,
      epoch: 1,
      owner: "backups.prod.attic",
      complete: true,
      failed: [],
      parts: [
        { service: "wiki", volume: "files", files: 1, bytes: 5, owner: { uid: 999, gid: 998, mode: "700" } },
        { service: "wiki", volume: "notes", files: 1 },
        { service: "wiki", volume: "db", owner: { uid: 999, gid: 998, mode: "700" } },
      ],
      images: { wiki: { image: sqliteImage, id: expect.stringMatching(/^sha256:/) } },
    });
  });

  test("leaves the application's files as they were, its owner too", async () => {
    expect(await inWiki("stat -c '%u %g' /db/app.db* /db | sort -u")).toBe("999 998\n");
  });

  test("is told of: to whoever waits for it, and in metrics, to the farm alone", async () => {
    await waitFor("the ping", async () => pings > 0);
    const [network = ""] = Object.keys(backups.NetworkSettings.Networks);
    const asked = async (address: string): Promise<string> => {
      const visitor = await docker.createContainer({
        Image: sqliteImage,
        Entrypoint: ["wget", "-q", "-T", "5", "-O", "-", `http://${backups.Name.slice(1)}:8089/metrics`],
        HostConfig: { NetworkMode: network },
        NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } } },
      });
      await visitor.start();
      await visitor.wait();
      return logsOf(visitor.id).finally(() => visitor.remove());
    };
    expect(await asked("10.213.43.200")).not.toContain("homeport_backup");
    const metrics = await waitFor("metrics", async () => {
      const told = await asked("10.213.43.254");
      return told.includes("homeport_backup") && told;
    });
    expect(metrics).toMatch(/homeport_backup_age_seconds\{service="wiki",volume="db",place="1"\} \d{1,3}\n/);
    expect(metrics).toContain('homeport_backup_unreadable{place="0"} 0\n');
  });

  test("is found, chosen and read from by whoever wants a file or a directory of it", async () => {
    const where = {
      ...{
        stack: "prod",
        name: "backups",
        host: "attic",
        container: backups.Id,
        volumes: [],
        containers: [],
        waves: [],
        hostUrn: "",
        excepts: {},
      },
      engine: { endpoint: "", sshOptions: [] },
    };
    const [first, copy] = await askSets(where, process.env);
    expect([first?.sets?.length, copy?.shown]).toEqual([(await sets(0)).length, copies]);
    const bring = async (volume: string, path: string, to: string) => {
      const chosen = choose(copy?.manifests ?? [], { service: "wiki", volumes: [volume] }, Date.now());
      if ("refused" in chosen) throw new Error(chosen.refused);
      const [part] = chosen.parts;
      const { isFile, paths } = await lookFor(where, { place: "1", part, path }, process.env);
      const brought = { place: "1", snapshot: part.snapshot, paths };
      await (isFile ? bringFile : bringDirectory)(where, brought, to, process.env);
    };
    const folder = mkdtempSync(path.join(tmpdir(), "homeport-brought-"));
    await bring("files", "page", path.join(folder, "page"));
    expect(readFileSync(path.join(folder, "page"), "utf8")).toBe("text\n");
    await bring("db", ".", path.join(folder, "db"));
    expect(readdirSync(path.join(folder, "db"))).toEqual(["app.db"]);
    await expect(bring("files", "pages", path.join(folder, "none"))).rejects.toThrow(
      'the nearest there is "page"',
    );
    expect(readdirSync(folder).sort()).toEqual(["db", "page"]);
    removeFolder(folder);
  });
});

describe("what goes wrong", () => {
  test("restic is killed: no set, no ping, and the next run makes one", async () => {
    const [before, told] = [await sets(0), pings];
    const [outcome] = await order("set", async () => {
      await server.pause();
      await waitFor("restic", async () => (await inBackups("cat /proc/[0-9]*/comm")).includes("restic"));
      await inBackups(
        "for one in /proc/[0-9]*; do ! grep -qx restic $one/comm || kill -9 $(basename $one); done",
      );
      await server.unpause();
    });
    expect(outcome?.problem).toContain("cannot be reached");
    expect(await sets(0)).toEqual(before);
    expect(pings).toBe(told);
    expect(problems(await order("set"))).toEqual(["", ""]);
    expect((await sets(0)).length).toBe(before.length + 1);
  });

  /** As an update does: the new one is made, the former one ends, and then it starts. */
  const exchanged = async () => {
    const { Id, Name, Config, HostConfig, NetworkSettings } = await inspect(backups.Id);
    const [network = ""] = Object.keys(NetworkSettings.Networks);
    const { Hostname, Entrypoint, Env, Image, Labels, User } = Config;
    const made = await docker.createContainer({
      ...{ name: `${Name.slice(1)}-next`, Hostname, Entrypoint, Env, Image, Labels, User, HostConfig },
      NetworkingConfig: { EndpointsConfig: { [network]: {} } },
    });
    await docker.getContainer(Id).stop();
    await made.start();
    await docker.getContainer(Id).remove();
    backups = await inspect(made.id);
  };
  test.each([
    [
      "the power goes",
      async () => {
        await docker.getContainer(backups.Id).kill();
        await docker.getContainer(backups.Id).start();
      },
    ],
    ["its container is exchanged", exchanged],
  ])(
    "%s in the midst of a set: that has no end, and one more is made, and one only",
    async (_, interrupted) => {
      const before = await sets(0);
      const dumper = docker.getContainer((await containerOf("dumper")).Id);
      await dumper.pause();
      const outcomes = await order("set", async () => {
        // Files are in a snapshot by then.
        await waitFor("the database's turn", async () =>
          (await inBackups("ls /dumps/wiki/db")).includes("ask"),
        );
        await interrupted();
        await dumper.unpause();
        expect(await sets(0)).toEqual(before);
      });
      expect(problems(outcomes)).toEqual(["", ""]);
      expect(await sets(0)).toEqual([...before, expect.any(String)]);
    },
  );

  test("the repository is gone: that is an error, and nothing is made in its place", async () => {
    await server.run("mv /data/prod /data/elsewhere");
    const [gone, copy] = await order("set");
    expect(gone).toMatchObject({ refused: true, problem: expect.stringContaining("is gone") });
    expect(copy?.problem).toBe("");
    expect(await server.run("ls /data")).toBe("elsewhere\n");
    await server.run("mv /data/elsewhere /data/prod");
    expect(problems(await order("open"))).toEqual(["", ""]);
  });

  test("another password is told from a repository that is gone, and changes nothing", async () => {
    await inBackups("cp $state/secrets/encryption $TMPDIR/right; printf wrong > $state/secrets/encryption");
    const outcomes = await order("open");
    await inBackups("mv $TMPDIR/right $state/secrets/encryption");
    for (const one of outcomes)
      expect(one).toMatchObject({
        refused: true,
        problem: expect.stringContaining("password is not this repository's"),
      });
  });

  test("a database that nobody declared fails its volume by name; the others are in the set", async () => {
    await inWiki(
      "mkdir /files/deep; { printf 'SQLite format 3\\000'; head -c 4080 /dev/zero; } > /files/deep/hidden.data",
    );
    const [outcome] = await order("set");
    expect(outcome?.problem).toContain(
      "not complete: wiki/files: /volumes/wiki/files/deep/hidden.data is a database",
    );
    const manifest = await newestManifest();
    expect(manifest).toMatchObject({
      complete: false,
      parts: [{ volume: "notes" }, { volume: "db" }],
      failed: [{ volume: "files" }],
    });
    await inWiki("rm -r /files/deep");
  });

  test("a database that the set before has and that is gone fails its volume", async () => {
    await inWiki("mv /db/app.db /db/elsewhere");
    const told = problems(await order("set"));
    await inWiki("mv /db/elsewhere /db/app.db");
    const gone = "the set is not complete: wiki/db: app.db is gone: the set before has it";
    expect(told).toEqual([gone, gone]);
  });

  test("old sets that the server does not let go are told of; where it may, two at a time are removed", async () => {
    const day = 86_400_000;
    for (const ago of [9, 8, 7]) {
      const time = new Date(Date.now() - ago * day).toISOString();
      const name = `set-${time.replace(/[-:]|\..*/g, "")}Z`;
      const stamp = time.replace("T", " ").replace(/\..*/, "");
      await Promise.all(
        [0, 1].map((place) =>
          inBackups(
            `echo '{}' | restic_${place} backup --quiet --stdin --stdin-filename manifest.json --host backups.prod.attic --tag homeport --tag manifest --tag ${name} --tag complete --time '${stamp}'`,
          ),
        ),
      );
    }
    const before = await sets(1);
    const [refusing, letting] = await order("set");
    expect(refusing).toMatchObject({ problem: "", warned: expect.stringContaining("prune: elsewhere") });
    expect(letting).toMatchObject({ problem: "", warned: "" });
    expect((await sets(1)).slice(0, -1)).toEqual(before.slice(2));
  });

  test("a byte that has changed in a repository is found by reading it, and its pack is named", async () => {
    const [pack] = (await server.run("ls -S /data/prod/data/*/* | head -n 1")).trim().split("\n");
    await server.run(
      `cp ${pack} /tmp/pack; chmod u+w ${pack}; printf '\\377\\000\\377' | dd of=${pack} bs=1 seek=40 conv=notrunc`,
    );
    const [outcome] = await order("read");
    expect(outcome?.problem).toContain("cannot be read");
    expect(outcome?.problem).toContain((pack ?? "").split("/").at(-1)?.slice(0, 8));
    await server.run(`cat /tmp/pack > ${pack}`);
    expect(problems(await order("read"))).toEqual(["", ""]);
  });

  test.each([
    ["ahead", 365],
    ["behind", -365],
  ])(
    "a clock that is a year %s makes one set and takes away none of ours; set right, it makes one more",
    async (_, days) => {
      const before = await sets(1);
      const own = docker.getContainer(backups.Id);
      await own.stop();
      const [, , script = ""] = backups.Config.Entrypoint as string[];
      const wrong = await docker.createContainer({
        Image: resticImage,
        Entrypoint: [
          "sh",
          "-c",
          'export LD_PRELOAD=$(echo /usr/lib/*/faketime/libfaketime.so.1) FAKETIME=$0d; exec sh -c "$1"',
          days > 0 ? `+${days}` : String(days),
          script,
        ],
        User: "0:0",
        Hostname: "backups",
        HostConfig: {
          VolumesFrom: [backups.Id],
          NetworkMode: Object.keys(backups.NetworkSettings.Networks)[0],
        },
      });
      await wrong.start();
      const other = await inspect(wrong.id);
      const then = Date.now() / 1000 + days * 86_400;
      const isDone = async () =>
        Math.abs(Number(await runIn(other, ["cat", "/backups/places/1/last"])) - then) < 86_400;
      const [during, log] = await waitFor("sets by the wrong clock", isDone, 120)
        .then(async () => [await setsIn(other, 1), await logsOf(other.Id)] as const)
        .finally(() => wrong.remove({ force: true }));
      // One is too old, by the right clock too.
      expect(during).toEqual(expect.arrayContaining(before.slice(1)));
      expect(
        log.split("\n").filter((line) => /set \w+: complete/.test(line) && line.includes(copies)),
      ).toHaveLength(1);
      await own.start();
      const after = await waitFor(
        "a set of today",
        async () => {
          const all = await sets(1);
          return all.some((one) => !during.includes(one)) && all;
        },
        120,
      );
      expect(after).toEqual(expect.arrayContaining(before.slice(1)));
    },
  );
});

test("what is secret is in no container's settings, words or log", async () => {
  const all = await containers({ "homeport.sandbox": sandbox.id });
  expect(all.map(({ Config }) => Config.Labels["homeport.component"])).toEqual(
    expect.arrayContaining(["backups", "dumper", "pinger"]),
  );
  for (const one of all) {
    const words = await runIn(one, ["sh", "-c", "cat /proc/[0-9]*/cmdline | tr '\\0' ' '"]);
    const told = JSON.stringify(one) + (await logsOf(one.Id)) + words;
    for (const secret of [...Object.values(secrets), pingPath]) expect(told).not.toContain(secret);
  }
});
