import { expect, test } from "vitest";
import type { ManifestPart } from "../../../../commands/backups/sets";
import { hasRoom as hasRoomToMove } from "../../../../commands/move/arrive";
import { hasRoom } from "../../../../commands/restore/volumes/plan";

const gibibyte = 2 ** 30;
const volume = (name: string, disk: string, free: number) => ({
  ...{ volume: name, source: name, isWanted: true, phase: "none" as const, set: "", hours: 0, bytes: 0 },
  ...{ beside: 0, disk, free: free * gibibyte },
});
const files = (gibibytes: number) => ({
  ...{ service: "wiki", volume: "files", snapshot: "s", root: "/volumes/wiki/files", files: 1 },
  ...{ bytes: gibibytes * gibibyte, owner: { uid: 0, gid: 0, mode: "755" } },
});
const dump = (gibibytes: number) => ({
  ...{ kind: "database" as const, service: "wiki", volume: "data", snapshot: "s", root: "/", files: 1 },
  ...{ bytes: gibibytes * gibibyte, engine: "postgres 17", counts: { before: {}, after: {} } },
});

test("a restore needs room beside what is there: a twentieth more, and for a dump twice as much", () => {
  const restore = (free: number, ...parts: [ManifestPart, ...ManifestPart[]]) => {
    const standing = parts.map(({ volume: name }) => volume(name, "/dev/sda", free));
    return () => hasRoom("wiki/files", standing, { parts });
  };
  expect(restore(10, files(10))).toThrow("no room for wiki/files");
  expect(restore(10.6, files(10))).not.toThrow();
  expect(restore(20, dump(10))).toThrow("no room");
  expect(restore(22, dump(10))).not.toThrow();
  // What an earlier one has left goes first.
  const left = { ...volume("files", "/dev/sda", 6), phase: "fetching" as const, beside: 5 * gibibyte };
  expect(() => hasRoom("wiki/files", [left], { parts: [files(10)] })).not.toThrow();
  expect(() => hasRoom("wiki/files", [{ ...left, phase: "none" }], { parts: [files(10)] })).toThrow(
    "no room",
  );
  // Of one disk, all volumes together.
  expect(restore(10.6, files(6), files(6))).toThrow("no room");
  const disks = [volume("files", "/dev/sda", 7), volume("data", "/dev/sdb", 7)];
  expect(() => hasRoom("wiki", disks, { parts: [files(6), files(6)] })).not.toThrow();
});

test("a move needs room on the other host, also where a volume there is on a disk of its own", () => {
  const arrival = { free: 10 * gibibyte, standing: [] };
  expect(() => hasRoomToMove("apps", arrival, 10 * gibibyte)).toThrow("host apps has no room: 10 GiB");
  expect(() => hasRoomToMove("apps", arrival, 9 * gibibyte)).not.toThrow();
  const small = { ...arrival, standing: [volume("files", "/dev/sdb", 1)] };
  expect(() => hasRoomToMove("apps", small, 9 * gibibyte)).toThrow("1 GiB are left");
});
