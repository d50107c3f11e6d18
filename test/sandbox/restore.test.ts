import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ageInJq } from "../../commands/backups/ask";
import { recordScript } from "../../commands/move/lastSet";
import { buildTestImages } from "../images/build";
import { sqliteImage } from "../images/tags";
import { type Container, containers, docker, inspect, runIn } from "../support/containers";
import { quicken } from "../support/quickKey";
import { removeFolder } from "../support/removeFolder";
import { tellOf } from "../unit/commands/told";
import { beInState } from "./inState";
import { type Sandbox, startSandbox } from "./sandbox";

const project = join(__dirname, "fixtures/restore");
const folder = mkdtempSync(join(tmpdir(), "homeport-restore-"));
const repository = join(folder, "repository");
mkdirSync(repository);
const encryption = "secret-of-the-repository";
const variables = { ...process.env, PATH: `${folder}:${process.env.PATH}` };

let sandbox: Sandbox;
let wiki: Container;

beforeAll(async () => {
  await buildTestImages(() => {});
  sandbox = await startSandbox({
    project,
    program: join(project, "index.ts"),
    stacks: ["prod"],
    config: { "restore:repository": repository, "restore:encryption": encryption },
  });
  const own = await helper("backups");
  await quicken((script) => runIn(own, ["sh", "-c", script]), "/repositories/0", encryption);
  await beInState({
    ...{ folder, sandbox, project: "restore" },
    ...{ volumes: ["wiki/files", "wiki/db"], parents: { wiki: "DomainService" } },
  });
  const [found] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": "wiki" });
  if (!found) throw new Error("no container of wiki runs");
  wiki = found;
  await inWiki(`mkdir /files/cache; echo first > /files/cache/page; ln -s page /files/link; ln -s /etc /files/out; mkfifo /files/pipe
echo kept > /files/page; mkdir /files/.deep; echo deep > '/files/.deep/a file'
python3 -c 'import sqlite3; d = sqlite3.connect("/db/app.db"); d.execute("create table t(x)"); d.execute("insert into t values (1)"); d.commit()'
chown -R 999:998 /files /db; chmod 700 /files`);
  await backUp();
});
afterAll(async () => {
  await sandbox?.stop();
  removeFolder(folder);
});

const inWiki = (script: string) => runIn(wiki, ["sh", "-c", script]);
const homeport = (...words: string[]) => tellOf(words, { variables });
/** The same, in the project's folder. */
const told = (...words: string[]) => tellOf(words, { variables, folder: project });
const helper = async (component: string): Promise<Container> => {
  const [found] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  if (!found) throw new Error(`no container of ${component} is there`);
  return found;
};
const restore = (...words: string[]) => homeport("restore", "wiki", "--ready-seconds", "60", ...words);

/** Has a set made, whose name is told. */
async function backUp(): Promise<string> {
  const { code, out, err } = await homeport("backup", "--json");
  expect(code, out + err).toBe(0);
  return JSON.parse(out)[0].places[0].sets[0].set;
}
/** All that the volumes have, byte by byte, beside what a restore keeps. */
const data = () =>
  inWiki(
    "for root in /files /db; do find $root -path $root/.homeport -prune -o -exec stat -c '%n %F %u %g %a' {} +; done | sort; find /files /db -name .homeport -prune -o -type f -exec sha256sum {} + | sort",
  );
const text = () => inWiki("cat /files/page");

test("by itself it says what it would do, and does nothing; what cannot be done is refused with the reason", async () => {
  const before = await data();
  const told = await restore();
  expect(told).toMatchObject({ code: 0, err: "" });
  expect(told.out).toMatch(/^wiki of prod, on host attic: as it was .* ago\n {2}set \d+T\d+Z/);
  expect(told.out).toMatch(/wiki\/files: .* in \d files; /);
  expect(told.out).toContain("wiki/files: no set has cache; what is there stays as it is");
  expect(told.out).toContain("Nothing has been changed");
  expect(await homeport("restore", "wikki", "--yes")).toMatchObject({
    code: 2,
    err: expect.stringContaining("the nearest is wiki"),
  });
  expect(await restore("--set", "20200101T000000Z")).toMatchObject({ code: 2 });
  expect(await restore("--back")).toMatchObject({ code: 2, err: expect.stringContaining("nothing is kept") });
  const source = wiki.Mounts.find(({ Destination }) => Destination === "/files")?.Name;
  const stranger = await docker.createContainer({
    Image: sqliteImage,
    Entrypoint: ["sleep", "1000"],
    HostConfig: { Binds: [`${source}:/data`] },
  });
  await stranger.start();
  const refused = await restore("--yes").finally(() => stranger.remove({ force: true }));
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining("is in no state") });
  expect(await data()).toBe(before);
});

test("a newest set that has shrunk, one of another project, and one of data that go on elsewhere are refused", async () => {
  const before = await data();
  const [backups] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": "backups" });
  if (!backups) throw new Error("nothing backs up");
  const inBackups = (script: string) => runIn(backups, ["sh", "-c", `. /backups/library\n${script}`]);
  /** As whoever has stolen the keys can. */
  const forge = (name: string, change: string) =>
    inBackups(`restic_0 dump --tag manifest latest /manifest.json > $TMPDIR/m
jq '.set = "${name}" | .time = (.time + 60) | ${change}' < $TMPDIR/m | restic_0 backup --quiet --host restore.prod.attic --tag homeport --tag manifest --tag set-${name} --tag epoch-1 --tag complete --stdin --stdin-filename manifest.json`);
  const real = (await inBackups(`restic_0 dump --tag manifest latest /manifest.json | jq -r .set`)).trim();
  const soon = new Date(Date.now() + 3_600_000).toISOString().replace(/[-:]|\..*/g, "");
  const [emptied, others] = [`${soon}Z`, `${soon.replace(/..$/, "59")}Z`];

  await forge(emptied, ".parts |= map(.bytes = 1 | .files = 1)");
  const shrunk = await restore("--yes");
  expect(shrunk).toMatchObject({ code: 2, err: expect.stringContaining("may have been emptied") });
  expect(shrunk.err).toContain(`--set ${real} or --set ${emptied}`);
  expect(await restore("--set", real)).toMatchObject({ code: 0, err: "" });

  await forge(others, '.owner = "other.prod.attic"');
  expect(await restore("--yes", "--set", others)).toMatchObject({
    code: 2,
    err: expect.stringContaining("is of other.prod.attic"),
  });

  await inBackups(recordScript({ service: "wiki", to: "west", epoch: 2, owner: "restore.prod.attic" }));
  expect(await restore("--yes", "--set", real)).toMatchObject({
    code: 2,
    err: expect.stringContaining("go on on host west since move 2"),
  });
  await inBackups(
    `restic_0 forget --quiet $(for tag in set-${emptied} set-${others} moved; do restic_0 snapshots --json --tag $tag | jq -r '.[].id'; done)`,
  );
  expect(await data()).toBe(before);
});

test("with --yes the data are as they were, their owners too; --back brings the others back; no set has what is kept", async () => {
  const former = await data();
  await inWiki(
    'echo changed > /files/page; rm -r /files/.deep; echo new > /files/new; chmod 777 /files; chown 0:0 /files; python3 -c \'import sqlite3; d = sqlite3.connect("/db/app.db"); d.execute("update t set x = 2"); d.commit()\'',
  );
  const changed = await data();
  // What no set has is as it is then.
  await inWiki("echo first > /files/cache/page");
  const done = await restore("--yes");
  expect(done, done.err).toMatchObject({ code: 0 });
  expect(done.out).toMatch(/ s {2}wiki is ready, by its router\n/);
  // A copy of a database has the same rows, and not the same bytes.
  const withoutDatabase = (all: string) => all.replace(/^\w{64} .*app\.db\n/m, "");
  expect(withoutDatabase(await data())).toBe(withoutDatabase(former));
  expect(
    await inWiki(
      `python3 -c 'import sqlite3; print(sqlite3.connect("/db/app.db").execute("select x from t").fetchall())'`,
    ),
  ).toBe("[(1,)]\n");
  expect(await restore("--yes")).toMatchObject({ code: 2, err: expect.stringContaining("--back") });
  await backUp();
  const [backups] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": "backups" });
  const listed = await runIn(backups as Container, [
    "sh",
    "-c",
    ". /backups/library; restic_0 ls --tag part-wiki-files latest",
  ]);
  expect(listed).toContain("/volumes/wiki/files/page");
  expect(listed).not.toContain(".homeport");
  const alone = await homeport("restore", "wiki/files", "--back");
  expect(alone.out).toMatch(
    /^wiki\/db came with it, from the same set, and keeps .*npx homeport restore wiki --stack prod --back --yes\n/,
  );
  const back = await restore("--back", "--yes");
  expect(back, back.err).toMatchObject({ code: 0 });
  expect(await data()).toBe(changed);
  expect(await restore("--drop", "--yes")).toMatchObject({ code: 0 });
  expect(await inWiki("ls -a /files /db")).not.toContain(".homeport");
});

test("with data that the service does not get ready with, it has its former ones again", async () => {
  await inWiki("touch /files/broken");
  const broken = await backUp();
  await inWiki("rm /files/broken; echo good > /files/page");
  const before = await data();
  const failed = await homeport("restore", "wiki", "--set", broken, "--yes", "--ready-seconds", "8");
  expect(failed, failed.err).toMatchObject({ code: 1 });
  expect(failed.out).toContain("so the former data come back: wiki is not ready after 8 s");
  expect(await data()).toBe(before);
  expect((await inspect(wiki.Id)).State.Running).toBe(true);
});

test("what is no file is told by what it is: where a link leads, and what brings that", async () => {
  await backUp();
  const bring = (path: string) =>
    homeport("restore", "wiki/files", "--path", path, "--to", join(folder, "brought"));
  for (const [path, told] of [
    ["link", '"link" in wiki/files is a link to "page"; what it leads to is brought by --path page'],
    ["out", 'is a link to "/etc"; as a link, it comes with the directory that it is in: --path .'],
    ["out/hosts", '"out" in wiki/files is a link to "/etc"'],
    ["pipe", "is a pipe, and no file or directory"],
  ] as const)
    expect(await bring(path)).toMatchObject({ code: 2, err: expect.stringContaining(told) });
  expect(readdirSync(folder)).not.toContain("brought");
  expect(await bring(".")).toMatchObject({ code: 0 });
  expect(readdirSync(join(folder, "brought")).sort()).toEqual(["link", "new", "out", "page", "pipe"]);
});

test("a directory that has no repository any more is told as that, with what to do", async () => {
  renameSync(repository, `${repository}-elsewhere`);
  mkdirSync(repository);
  const container = docker.getContainer((await helper("backups")).Id);
  await container.restart();
  const told = await restore().finally(async () => {
    rmSync(repository, { recursive: true });
    renameSync(`${repository}-elsewhere`, repository);
    await container.restart();
  });
  expect(told).toMatchObject({
    code: 2,
    err: expect.stringContaining("has no repository, as where its disk"),
  });
});

test("the tenth epoch is newer than the second one, whenever its sets were made", async () => {
  const [backups] = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": "backups" });
  const sets = ["set-1", "set-9", "set-2"].map((set, at) => ({ tags: [`epoch-${[10, 2, 10][at]}`, set] }));
  const script = `echo '${JSON.stringify(sets)}' | jq -r 'sort_by(${ageInJq})[].tags[1]'`;
  expect(await runIn(backups as Container, ["sh", "-c", script])).toBe("set-9\nset-1\nset-2\n");
});

describe("a restore that was cut off while it brought the data", () => {
  const started = async () => (await inspect(wiki.Id)).State.StartedAt;

  test("is told by status with the room that it takes; nothing is to be taken back, and nothing is stopped for that", async () => {
    await restore("--drop", "--yes");
    const [before, since] = [await data(), await started()];
    await inWiki(
      "mkdir -p /files/.homeport/new; echo fetching > /files/.homeport/journal; echo 20261128T021500Z s > /files/.homeport/set; head -c 3000000 /dev/zero > /files/.homeport/new/half",
    );
    const status = await told("status", "--stack", "prod");
    expect(status.out.replace(/\s+/g, " ")).toContain(
      "wiki a restore from the set 20261128T021500Z was cut off while its data were brought: the data in use have not changed; what was brought takes 2.9 MiB",
    );
    expect((await restore()).out).toMatch(/removed first: 2.9 MiB that an earlier restore had brought/);
    const dry = await restore("--back");
    expect(dry.out).toContain("There is nothing to take back: the data are those from before it.");
    expect(dry.out).toMatch(/With --yes it would have 2.9 MiB .* of wiki\/files removed\. Nothing has been/);
    const back = await restore("--back", "--yes");
    expect(back, back.err).toMatchObject({ code: 0 });
    expect(await inWiki("ls -a /files")).not.toContain(".homeport");
    expect([await data(), await started()]).toEqual([before, since]);
  });
});

test.each([
  ["stopped: visitors get", "run", "when it had begun to stop what uses them", "are those from before it"],
  ["in their place", "start", "when the data had changed places", "are the new ones"],
])(
  "killed after: %s, it goes on when it is run again, and --back ends at the data before it",
  async (step, next, when, now) => {
    await restore("--drop", "--yes");
    await inWiki("echo set > /files/page");
    const set = await backUp();
    await inWiki("echo later > /files/page");
    const before = await data();
    await killedAfter(step, next, set);
    const opening = `a restore from the set ${set} was cut off ${when}`;
    // What a person types then, in words and with what to type.
    const all = [await told("status", "--stack", "prod"), await told("backup", "--list"), await restore()];
    for (const { out, err } of all) {
      const said = (out + err).replace(/\s+/g, " ");
      expect(said).toContain(opening);
      expect(said).toContain(now);
      expect(said).not.toMatch(/[0-9a-f]{64}|daemon|homeport logs backups/);
    }
    for (const { out, err } of all.slice(0, 2)) {
      expect(out + err).toContain(`npx homeport restore wiki --stack prod --set ${set} --yes`);
      expect(out + err).toContain("npx homeport restore wiki --stack prod --back --yes");
    }
    const again = await restore("--yes", "--set", set);
    expect(again, again.err).toMatchObject({ code: 0 });
    expect(await text()).toBe("set\n");
    expect((await restore("--back", "--yes")).code).toBe(0);
    expect(await data()).toBe(before);
  },
);

test("killed when all had stopped, --back has nothing to take back, and starts what stands still", async () => {
  await restore("--drop", "--yes");
  const before = await data();
  await killedAfter("stopped: visitors get", "run", await backUp());
  const back = await restore("--back", "--yes");
  expect(back, back.err).toMatchObject({ code: 0 });
  expect(back.out).toContain("There is nothing to take back");
  expect(back.out).not.toMatch(/ stopped/);
  expect(await data()).toBe(before);
  expect(await inWiki("ls -a /files /db")).not.toContain(".homeport");
  expect((await inspect((await helper("sweeper")).Id)).State.Running).toBe(true);
});

/** Runs a restore, and kills it once it has told a step, before the engine hears of the next one. */
async function killedAfter(step: string, next: string, set: string): Promise<void> {
  const words = ["restore", "wiki", "--set", set, "--yes"];
  const slow = mkdtempSync(join(folder, "slow-"));
  const script = `#!/bin/sh
case $1 in
  stop) : > ${slow}/stopped ;;
  ${next}) [ ! -e ${slow}/stopped ] || exec sleep 60 ;;
esac
PATH=\${PATH#${slow}:} exec docker "$@"
`;
  writeFileSync(join(slow, "docker"), script, { mode: 0o755 });
  const child = spawn(process.execPath, [join(__dirname, "../../bin/homeport.cjs"), ...words], {
    env: { ...variables, PATH: `${slow}:${variables.PATH}` },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
    if (said.includes(step)) child.kill("SIGKILL");
  });
  await new Promise((resolve) => child.on("close", resolve));
  expect(child.signalCode, said).toBe("SIGKILL");
}
