import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lastSetScript, recordScript } from "../../../commands/move/lastSet";
import { movedFunctions, movesFile } from "../../../components/backups/moved";
import { removeFolder } from "../../support/removeFolder";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-moved-"));
});
afterEach(() => removeFolder(folder));

interface Record {
  readonly service: string;
  readonly to: string;
  readonly epoch: number;
}

/** What the backup container of host attic says of a service's part, once it has asked a repository with these records. */
function ask(records: readonly Record[], service: string): { said: string; epoch: string; moves: string } {
  const snapshots = records.map(({ service: of, to, epoch }) => ({
    tags: ["homeport", "moved", `service-${of}`, `to-${to}`, `epoch-${epoch}`],
  }));
  writeFileSync(join(folder, "snapshots"), JSON.stringify(snapshots));
  const script = `set -u
work=${folder} place=0 owner=home.prod.attic service=${service}
restic_0() { cat "$work/snapshots"; }
reason() { :; }
put() { cat > "$1.new" && mv "$1.new" "$1"; }
await() { wait $!; }
failed() { echo "$1"; return 1; }
${movedFunctions.replaceAll(movesFile, join(folder, "known"))}
moves || exit 9
if said=$(stays); then said=stays; fi
echo "$said|$epoch"`;
  const [said = "", epoch = ""] = execFileSync("sh", ["-c", script], { encoding: "utf8" }).trim().split("|");
  return { said, epoch, moves: readFileSync(join(folder, "known"), "utf8") };
}
const gone = (host: string) => `its data go on on host ${host}, so no set of them is made here any more`;

test("a service stays in the sets of a host until a repository says that it moved, and the epoch is raised then", () => {
  expect(ask([], "wiki")).toMatchObject({ said: "stays", epoch: "1" });
  const moved = [{ service: "wiki", to: "cellar", epoch: 2 }];
  expect(ask(moved, "wiki")).toMatchObject({ said: gone("cellar"), epoch: "2" });
  expect(ask(moved, "blog")).toMatchObject({ said: "stays", epoch: "2" });
});

test("what came back is in them again, and the last move counts, in whatever order they are told", () => {
  const records = [
    { service: "wiki", to: "attic", epoch: 10 },
    { service: "wiki", to: "cellar", epoch: 9 },
    { service: "blog", to: "cellar", epoch: 2 },
  ];
  for (const all of [records, records.toReversed()]) {
    expect(ask(all, "wiki")).toMatchObject({ said: "stays", epoch: "10" });
    expect(ask(all, "blog").said).toBe(gone("cellar"));
  }
});

test("what one repository has said holds for another that does not know it", () => {
  ask([{ service: "wiki", to: "cellar", epoch: 2 }], "wiki");
  expect(ask([], "wiki")).toMatchObject({ said: gone("cellar"), epoch: "2", moves: "wiki cellar 2\n" });
});

test("a shell can read what makes the last set, and what tells repositories of it", () => {
  const volumes = [{ volume: "files", name: "n", labels: {}, isKept: true }];
  const scripts = [
    lastSetScript({ service: "wiki", volumes }, { owner: "home.prod.attic", epoch: 2, place: "0" }),
    recordScript({ service: "wiki", to: "cellar", epoch: 2, owner: "home.prod.attic" }, "1"),
  ];
  for (const input of scripts) execFileSync("sh", ["-n"], { input });
  expect(scripts[1]).toContain("--tag moved --tag service-wiki --tag to-cellar --tag epoch-2");
});
