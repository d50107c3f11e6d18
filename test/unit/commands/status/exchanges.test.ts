import { describe, expect, test } from "vitest";
import type { BackupFacts, KeptFacts } from "../../../../commands/status/facts/data";
import type { AsleepFacts } from "../../../../commands/status/facts/home";
import { judge } from "../../../../commands/status/judge/judge";
import { container, environment, home, unit } from "./home";

const kept = (phase: KeptFacts["phase"], own: Partial<KeptFacts> = {}): KeptFacts => ({
  ...{ service: "wiki", volume: "files", phase, set: "A", hours: 0, beside: 2 ** 30 },
  ...own,
});
const backups = (known: readonly KeptFacts[], own: Partial<BackupFacts> = {}): BackupFacts => ({
  ...{ name: "backups", host: "infra", volumes: ["wiki/files"], isRunning: false, isExchanging: false },
  ...{ kept: { known }, runs: { notAsked: "its container does not run" } },
  ...own,
});
const stopped = [
  unit("wiki", [container("prod-wiki-0-1", { standing: "stopped", exitCode: 0 })]),
  unit("blog", [container("prod-blog-0-1")]),
];
const proxies = ["backups", "backups-sweeper"].map((name) =>
  unit(name, [container(`prod-${name}-1`, { standing: "stopped", exitCode: 137 })], {
    role: name === "backups" ? "backups" : "sweeper",
  }),
);
const judged = (one: BackupFacts, asleep?: AsleepFacts) =>
  judge(home([environment({ services: stopped, proxies, backups: [one], asleep })]), { days: 14 });

describe("an exchange of data that was cut off", () => {
  test("is told with what the data are now, and what goes on and back; what stands still for it is told of nothing else", () => {
    const [only, ...more] = judged(backups([kept("in")]));
    expect(more).toEqual([]);
    expect(only).toMatchObject({ weight: "wrong", about: "wiki" });
    expect(only?.what).toMatch(/^a restore from the set A was cut off while data changed places/);
    expect(only?.next).toEqual([
      "npx homeport restore wiki --stack prod --set A --yes",
      "npx homeport restore wiki --stack prod --back --yes",
    ]);
  });

  test("before anything stopped is worth knowing: how much room that takes, and what gives it back", () => {
    const [notice] = judged(backups([kept("fetching")], { isRunning: true })).filter(
      ({ weight }) => weight === "notice",
    );
    expect(notice?.what).toMatch(/in use have not changed; what was brought takes 1.* GiB, until/);
    expect(notice?.next).toEqual([
      "npx homeport restore wiki --stack prod --set A --yes",
      "npx homeport restore wiki --stack prod --drop --yes",
    ]);
  });

  test("a move is told, too, with what goes on and back, and that its service stands still is told once", () => {
    const moving = [{ service: "wiki", from: "attic", to: "cellar" }];
    const found = judge(home([environment({ services: stopped, moving })]), { days: 14 });
    expect(found).toMatchObject([
      {
        ...{
          weight: "wrong",
          about: "wiki",
          what: expect.stringContaining("a move to host cellar was cut off"),
        },
        next: [
          "npx homeport move wiki --to cellar --stack prod --yes",
          "npx homeport move wiki --to cellar --stack prod --back --yes",
        ],
      },
    ]);
  });

  test("is none while it is at work, where it came to its end, and where somebody has put all to sleep", () => {
    const about = (one: BackupFacts, asleep?: AsleepFacts) =>
      judged(one, asleep).filter(({ what }) => what.includes("cut off"));
    expect(about(backups([kept("in")], { isExchanging: true }))).toEqual([]);
    expect(about(backups([kept("done")], { isRunning: true }))).toEqual([]);
    const asleep = { since: "2026-11-27T12:00:00Z", running: [], isExchanged: false };
    expect(about(backups([kept("done")]), asleep)).toEqual([]);
    expect(about(backups([kept("done", { from: "prod" })]), { ...asleep, isExchanged: true })).toHaveLength(
      1,
    );
  });
});
