import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DirectoryRepository } from "../../components/backups/repository";
import { buildTestImages } from "../images/build";
import { resticImage } from "../images/tags";
import { BackupLoop } from "../support/backupLoop";

/** A repository that its own machine may only add to, on the machine that has it. */

const repository: DirectoryRepository = { kind: "directory", path: "/srv/backups/prod" };
const script = readFileSync(join(__dirname, "../../examples/two-machines/prune.sh"), "utf8");
let loop: BackupLoop;

beforeAll(async () => {
  await buildTestImages(() => {}, [resticImage]);
  loop = await BackupLoop.start({ repository, memory: { "/repositories/0": 32 } });
  expect(await loop.tell(repository)).toBe("");
  await loop.quicken();
  // What is due by itself is over then.
  expect(await loop.set()).toBe("");
  await loop.run(`cat > /tmp/prune.sh <<'END'\n${script}END`);
});
afterAll(() => loop?.stop());

const day = 86_400_000;
const before = (days: number) => new Date(Date.now() - days * day).toISOString();
const nameOf = (time: string) => `set-${time.replace(/[-:]|\..*|Z/g, "")}Z`;

/** A snapshot of the time, as sets have them: two dumps have the same path. */
const add = (time: string, ...tags: readonly string[]) =>
  `echo ${tags.at(-1)} | restic_0 backup --quiet --stdin --stdin-filename dump --host home.prod.attic ${tags.map((tag) => `--tag ${tag}`).join(" ")} --time '${time.replace("T", " ").replace(/\..*|Z/, "")}'`;
const addSet = (time: string, end = "manifest,complete") =>
  ["part-wiki-data", "part-shop-data", end]
    .map((tag) => add(time, "homeport", nameOf(time), ...tag.split(",")))
    .join("\n");
const inLoop = (text: string) => loop.run(`. /backups/library; export TZ=UTC\n${text}`);
const countOf = async (time: string) =>
  Number(await inLoop(`restic_0 snapshots --json --tag ${nameOf(time)} | jq length`));
const prune = () => loop.run("sh /tmp/prune.sh /repositories/0 /backups/secrets/encryption 2>&1");

test("what was kept of Pulumi's state goes by the same times, two at a time and never all of it", async () => {
  const states = [800, 700, 600, 1].map(before);
  await inLoop(states.map((time) => add(time, "homeport", "state")).join("\n"));
  const left = async () => (await inLoop("restic_0 snapshots --json --tag state | jq length")).trim();
  expect(await loop.set()).toBe("");
  expect(await left()).toBe("2");
  expect(await loop.set()).toBe("");
  expect(await left()).toBe("1");
});

test("sets stay or go as a whole, with the dumps of all databases; what has moved is not forgotten", async () => {
  const [recent, cut, ancient, day40] = [before(2), before(3), before(800), before(40)] as const;
  const [first, second] = [`${day40.slice(0, 11)}01:00:00Z`, `${day40.slice(0, 11)}23:00:00Z`];
  await inLoop(
    [
      ...[recent, first, second, ancient].map((time) => addSet(time)),
      add(cut, "homeport", nameOf(cut), "part-wiki-data"),
      add(ancient, "homeport", "moved"),
    ].join("\n"),
  );
  expect(await prune()).toBe("3 sets removed\n");
  expect(await Promise.all([recent, second].map(countOf))).toEqual([3, 3]);
  expect(await Promise.all([first, ancient, cut].map(countOf))).toEqual([0, 0, 0]);
  expect(await inLoop("restic_0 snapshots --json --tag moved | jq length")).toBe("1\n");
  expect(await prune()).toBe("0 sets removed\n");
});

test("a set with a date that is still to come takes away nothing, and is told", async () => {
  await inLoop(addSet(before(-3650)));
  const all = await inLoop("restic_0 snapshots --json | jq length");
  expect(await prune()).toMatch(/^nothing is removed: these are of the future.*(\b[0-9a-f]{8}\b ?){3}\n$/);
  expect(await inLoop("restic_0 snapshots --json | jq length")).toBe(all);
});
