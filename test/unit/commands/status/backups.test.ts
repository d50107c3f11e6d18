import { describe, expect, test } from "vitest";
import { noTerminal } from "../../../../commands/shared/terminal";
import type { BackupFacts, VolumeFacts } from "../../../../commands/status/facts/data";
import type { AsleepFacts } from "../../../../commands/status/facts/home";
import { judgeBackups } from "../../../../commands/status/judge/backups";
import { judge } from "../../../../commands/status/judge/judge";
import { parseRuns, withBackups } from "../../../../commands/status/read/backups";
import { renderRehearsed, renderVolumes } from "../../../../commands/status/render/volumes";
import { environment, home } from "./home";

const now = Date.parse("2026-11-28T12:00:00Z");
const at = (hours: number) => now / 1000 - hours * 3600;
const volume: VolumeFacts = {
  ...{
    service: "wiki",
    volume: "files",
    name: "prod-wiki-volume-files-1",
    host: "infra",
    there: "yes",
    size: 10,
  },
  backup: { kind: "files" },
};
const outcome = (problem: string, warned = "") =>
  JSON.stringify({ place: "0", shown: "/mnt/disk", time: at(3), refused: false, problem, warned });
const backups = (runs: string): BackupFacts => ({
  ...{ name: "backups", host: "infra", volumes: ["wiki/files"], everySeconds: 86_400 },
  ...{ isRunning: true, isExchanging: false, kept: { known: [] } },
  runs: { known: parseRuns(runs) },
});
const answer = (hours: number, problem = "", warned = "") =>
  `wiki files 0 ${at(hours + 5)}\nwiki files 1 ${at(hours)}\n== places\n${outcome(problem, warned)}\n`;

const judged = (all: BackupFacts[]) =>
  judgeBackups(environment({ volumes: withBackups([volume], all), backups: all }), now).map(
    ({ weight, about, what }) => `${weight} ${about}: ${what}`,
  );
const shown = (all: BackupFacts[]) =>
  renderVolumes(environment({ volumes: withBackups([volume], all) }), now, { ...noTerminal, columns: 120 });

describe("a volume that is backed up", () => {
  test("is well while its newest set, wherever it is, is not older than twice the time between two", () => {
    expect(judged([backups(answer(47))])).toEqual([]);
    expect(shown([backups(answer(47))])).toContain("backups: 1 day ago");
    expect(judged([backups(answer(49))])).toEqual([
      "wrong backups: wiki/files was last backed up 2 days ago",
    ]);
  });

  test("is not too old while its environment sleeps: nothing is backed up that does not change", () => {
    const late = [backups(answer(400))];
    const own = environment({ volumes: withBackups([volume], late), backups: late });
    const facts = { ...home([own]), askedAt: new Date(now).toISOString() };
    const told = (asleep?: AsleepFacts) =>
      judge({ ...facts, environments: [{ ...own, asleep }] }, { days: 14 }).map(({ what }) => what);
    expect(told()).toEqual(["wiki/files was last backed up 16 days ago"]);
    expect(told({ since: "2026-11-20T12:00:00Z", running: [], isExchanged: false })).toEqual([]);
  });

  test("is wrong where it never was, and where nothing does it though it says how", () => {
    const never = backups(`== places\n${outcome("the repository is gone")}\n`);
    expect(judged([never])).toEqual([
      "wrong backups: /mnt/disk: the repository is gone (as of its last run, 3 hours ago)",
      "wrong backups: wiki/files was never backed up",
    ]);
    expect(shown([never])).toContain("backups: never");
    expect(judged([])).toEqual([
      'wrong wiki: nothing backs up the volume "files": no Backups has the service in its "of"; name it there first',
    ]);
    expect(shown([])).toContain("nothing, though it says how");
    const failed = environment({
      ...{ volumes: [volume], backups: [] },
      update: { succeeded: false, ended: "2026-11-28T11:00:00Z" },
    });
    expect(judgeBackups(failed, now)[0]?.what).toContain("yet, as the last update did not come to its end");
  });

  test("says what a repository refuses beside, as a notice; that nobody answers is wrong", () => {
    expect(judged([backups(answer(1, "", "old sets cannot be removed"))])).toEqual([
      "notice backups: /mnt/disk: old sets cannot be removed",
    ]);
    expect(judged([{ ...backups(""), runs: { notAsked: "no such container" } }])).toEqual([
      "wrong backups: could not ask: no such container",
    ]);
  });
});

test.each([
  [true, "backups: rehearsed 5 hours ago in staging, and all held"],
  [false, "and it FAILED"],
])("the last rehearsal is told, held: %s", (ok, told) => {
  const rehearsed = { at: new Date(at(5) * 1000).toISOString(), ok, to: "staging" };
  const look = { ...noTerminal, columns: 120 };
  expect(
    renderRehearsed(backups(`${answer(1)}== rehearsed\n${JSON.stringify(rehearsed)}\n`), now, look),
  ).toContain(told);
  expect(renderRehearsed(backups(`${answer(1)}== rehearsed\n`), now, look)).toBe("");
});
