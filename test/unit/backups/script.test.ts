import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { placeOf } from "../../../components/backups/place";
import type { Repository } from "../../../components/backups/repository";
import { delayOf, slotFunction, zoneOf } from "../../../components/backups/schedule";
import { type BackupScript, renderBackups } from "../../../components/backups/script";
import { secretsOf } from "../../../components/backups/secrets";
import { renderTold } from "../../../components/backups/told";
import { expectGolden } from "../golden";

const repositories: Repository[] = [
  {
    kind: "rest",
    url: "https://backup.example.org:8000/prod",
    user: "prod",
    password: "p",
    authority: "PEM",
  },
  {
    kind: "s3",
    url: "https://s3.example.org/",
    bucket: "b",
    path: "prod",
    region: "r",
    accessKey: "a",
    secretKey: "s",
  },
  {
    kind: "sftp",
    address: "nas.example.org",
    port: 2222,
    user: "backup",
    path: "/srv/prod",
    privateKey: "KEY",
    hostKey: "ssh-ed25519 AAAA",
  },
  { kind: "directory", path: "/mnt/disk" },
];

const script: BackupScript = {
  owner: "home.prod.infra",
  places: repositories.map(placeOf),
  parts: [
    { service: "wiki", volume: "files", backup: { kind: "files", except: ["cache", "it's"] } },
    { service: "wiki", volume: "db", backup: { kind: "sqlite", files: ["app.db", "in/other.db"] } },
  ],
  schedule: { at: "03:15", timeZone: "Europe/Vienna" },
  keep: { all: "14d", daily: "60d", monthly: "1y" },
  prunes: true,
  checkPercent: 4,
  pings: true,
  visitor: "172.30.70.254",
};

test("the loop of a home with everything", () => {
  expectGolden("backups/everything.sh", renderBackups(script));
});

test("a shell can read it, with and without what is left out", () => {
  const small = { ...script, prunes: false, pings: false, schedule: { everyMinutes: 15 } };
  for (const one of [script, small]) execFileSync("sh", ["-n"], { input: renderBackups(one) });
});

test("what a deployment tells it holds secrets as files", () => {
  expectGolden("backups/told.sh", renderTold({ "0-password": "it's secret", encryption: "e" }, 2));
});

test("secrets of a place are named by it, and are nowhere in the script", () => {
  expect(repositories.map((one, at) => Object.keys(secretsOf(one, at)))).toEqual([
    ["0-password", "0-authority"],
    ["1-access", "1-secret"],
    ["2-key", "2-host"],
    [],
  ]);
});

describe("a set is due", () => {
  /** The last time at which one was, at each of these times. */
  const slots = (schedule: BackupScript["schedule"], times: string[]): string[] => {
    const asked = times.map(
      (time) => `time=$(date -u -d '${time}' +%s); slot; date -u -d "@$slot" '+%Y-%m-%d %H:%M'`,
    );
    const input = `${slotFunction(schedule, "home.prod.infra")}\n${asked.join("\n")}\n`;
    const env = { PATH: process.env.PATH, TZ: zoneOf(schedule) };
    return execFileSync("sh", [], { input, env, encoding: "utf8" }).trim().split("\n");
  };

  test("every day at its time, from its delay on, and the day before until then", () => {
    const schedule = { at: "03:15" };
    const delay = delayOf(schedule, "home.prod.infra");
    expect(delay).toBeLessThanOrEqual(8640);
    const at = (seconds: number) => new Date(Date.UTC(2026, 10, 28, 3, 15) + seconds * 1000).toISOString();
    expect(slots(schedule, [at(delay), at(delay - 1), at(20 * 3600)])).toEqual([
      "2026-11-28 03:15",
      "2026-11-27 03:15",
      "2026-11-28 03:15",
    ]);
  });

  test("by the clock of its time zone, in winter and in summer", () => {
    const schedule = { at: "03:15", timeZone: "Europe/Vienna" };
    expect(slots(schedule, ["2026-11-28 12:00", "2026-07-28 12:00"])).toEqual([
      "2026-11-28 02:15",
      "2026-07-28 01:15",
    ]);
  });

  test("so many minutes after the one before", () => {
    expect(slots({ everyMinutes: 15 }, ["2026-11-28 12:00"])).toEqual(["2026-11-28 11:45"]);
  });

  test("later in one environment than in another, by up to a tenth of the time between two", () => {
    const delays = ["home.prod.infra", "home.staging.infra"].map((owner) =>
      delayOf({ everyMinutes: 60 }, owner),
    );
    expect(new Set(delays).size).toBe(2);
    for (const delay of delays) expect(delay).toBeLessThanOrEqual(360);
  });
});
