import { expect, test } from "vitest";
import { isWell, renderBackups } from "../../../../commands/backup/render";
import type { Manifest } from "../../../../commands/backups/sets";

const part = (volume: string, bytes: number) => ({ service: "wiki", volume, bytes });
const sets = [
  { id: "b", set: "20261128T031500Z", epoch: 1, complete: false },
  { id: "a", set: "20261127T031500Z", epoch: 1, complete: true },
];
const manifests = [
  {
    ...{ set: "20261128T031500Z", parts: [part("files", 2048)] },
    failed: [{ service: "wiki", volume: "db", reason: "app.db is gone" }],
  },
  {
    set: "20261127T031500Z",
    parts: [part("files", 2048), { ...part("db", 1024), absent: ["app.db"] }],
    failed: [],
  },
] as unknown as Manifest[];
const place = {
  place: "0",
  shown: "https://backup.example.org/prod",
  problem: "",
  warned: "",
  sets,
  manifests,
};
const backups = { stack: "prod", name: "backups", host: "infra", volumes: ["wiki/files", "wiki/db"] };
const now = Date.parse("2026-11-28T07:15:00Z");

test("sets are shown by repository, with their age and what is in them", () => {
  expect(renderBackups([{ ...backups, places: [place] }], now)).toBe(`backups of prod, on host infra
  https://backup.example.org/prod
     SET               AGE                    SIZE   WITH
     20261128T031500Z  4 hours ago  partial   2 KiB  wiki/files; without wiki/db
     20261127T031500Z  1 day ago    complete  3 KiB  all volumes; app.db of wiki/db was not there yet
`);
});

test("what is wrong is said first, and is not well", () => {
  const silent = { ...place, sets: undefined, manifests: [], problem: "the repository is gone" };
  const said = { ...silent, silence: "the directory has no repository" };
  expect(renderBackups([{ ...backups, places: [said] }], now)).toContain(
    "NOT WELL: the repository is gone\n    the directory has no repository",
  );
  expect(renderBackups([{ ...backups, places: [{ ...said, time: now / 1000 - 3600 }] }], now)).toContain(
    "NOT WELL: the repository is gone (as of its last run, 1 hour ago)\n",
  );
  expect([place, silent].map((one) => isWell({ ...backups, places: [one] }))).toEqual([true, false]);
});
