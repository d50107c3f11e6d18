import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { HostSetup } from "../../../../components/hosts/hostSetup/args";
import { renderKnown, renderMark, renderNoMark } from "../../../../components/hosts/hostSetup/known";
import { listMarks, type OwnMark, parseMarks } from "../../../../components/hosts/hostSetup/marks";
import { renderUndo, renderWished } from "../../../../components/hosts/hostSetup/undo";
import { wishesOf } from "../../../../components/hosts/hostSetup/wishes";
import { removeFolder } from "../../../support/removeFolder";

/** What several stacks tell each other on one machine, in a folder that stands for its /etc/homeport. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-marks-"));
});
afterEach(() => removeFolder(folder));

const run = (script: string) => {
  const there = script.replaceAll("/etc/homeport", folder).replace(/^export PATH=.*$/m, "");
  const { status, stdout, stderr } = spawnSync("sh", ["-c", there], { encoding: "utf8" });
  return { status, stdout, stderr: stderr.replaceAll(folder, "/etc/homeport") };
};
const well = { status: 0, stdout: "", stderr: "" };
const marks = () => (existsSync(join(folder, "known")) ? readdirSync(join(folder, "known")) : []);
const left = () => (existsSync(join(folder, "left")) ? readdirSync(join(folder, "left")) : []);
const legacy = (file: string) => {
  mkdirSync(join(folder, "known"), { recursive: true });
  writeFileSync(join(folder, "known", file), "");
};

interface Stack {
  readonly stack: string;
  readonly project?: string;
  readonly host?: string;
  readonly id?: string;
  readonly setup?: HostSetup;
  readonly agreed?: string[];
}
const hostOf = ({ host = "apps" }: Stack) => host;
const markOf = (given: Stack): OwnMark => {
  const { stack, project = "homeport", id = `of-${project}-${stack}`, setup = {}, agreed = [] } = given;
  return { origin: { project, stack }, id, agreed, wishes: wishesOf(hostOf(given), setup) };
};
const enter = (stack: Stack) => run(renderMark(hostOf(stack), markOf(stack)));
const again = (stack: Stack) => run(renderKnown(hostOf(stack), markOf(stack)));
const leave = (stack: Stack) => run(renderNoMark(hostOf(stack), markOf(stack)));
const firewall = (...open: number[]): HostSetup => ({ firewall: { public: open } });

/** A firewall that is a file. */
const wall = () => existsSync(join(folder, "wall"));
const build = () => run(`${renderWished("firewall")}touch /etc/homeport/wall`);
const undo = (stack: Stack) => {
  const script = "set -eu\nrm -f /etc/homeport/wall\n";
  return run(renderUndo(hostOf(stack), markOf(stack), { wish: "firewall", what: "the firewall", script }));
};

const prod: Stack = { stack: "prod", setup: firewall(443) };
const staging: Stack = { stack: "staging" };

describe("a stack that uses a machine", () => {
  test("leaves a mark of its own with what it wishes, which a preview reads", () => {
    expect([enter(prod), enter({ ...staging, host: "other" })]).toEqual([well, well]);
    expect(parseMarks(run(listMarks).stdout)).toEqual([
      {
        ...{ file: "homeport.prod.apps", id: "of-homeport-prod", project: "homeport", stack: "prod" },
        host: "apps",
        wishes: { firewall: '{"machine":[],"private":[],"public":["443"]}' },
      },
      {
        ...{
          file: "homeport.staging.other",
          id: "of-homeport-staging",
          project: "homeport",
          stack: "staging",
        },
        ...{ host: "other", wishes: {} },
      },
    ]);
  });

  test("may wish the same as another one, or leave it to that one", () => {
    expect([enter(prod), enter({ ...prod, stack: "staging" }), enter({ stack: "trial" })]).toEqual([
      well,
      well,
      well,
    ]);
  });

  test.each<[string, HostSetup, HostSetup, string]>([
    [
      "firewall",
      firewall(443),
      firewall(80),
      'firewall: here {"machine":[],"private":[],"public":["80"]}, there {',
    ],
    ["swapFile", { swapFile: "2GiB" }, { swapFile: "1GiB" }, 'swapFile: here "1024MiB", there "2048MiB"'],
    ["daemon", { daemon: { debug: true } }, { daemon: { debug: false } }, "daemon.debug: here"],
    [
      "engine",
      { engine: { from: "docker", version: "28" } },
      { engine: { from: "docker", version: "27" } },
      'engine.version: here "27", there "28"',
    ],
  ])(
    "is refused by name where it wishes another %s, and its mark stays as it was",
    (_, theirs, ours, says) => {
      enter({ ...prod, setup: theirs });
      enter(staging);
      const before = readFileSync(join(folder, "known/homeport.staging.apps"), "utf8");
      for (const { status, stderr } of [
        enter({ ...staging, setup: ours }),
        again({ ...staging, setup: ours }),
      ]) {
        expect(status).toBe(1);
        expect(stderr).toContain(
          "host apps: homeport/prod (its host apps) wishes something else of this machine; nothing is changed.",
        );
        expect(stderr).toContain(`  ${says}`);
        expect(stderr).toContain("leave it out of setup here");
        expect(stderr).toContain("rm '/etc/homeport/known/homeport.prod.apps'");
      }
      expect(readFileSync(join(folder, "known/homeport.staging.apps"), "utf8")).toBe(before);
    },
  );

  test("is not held against the mark of a stack whose settings have been compared", () => {
    enter(prod);
    enter({ ...staging, setup: prod.setup });
    expect(again({ ...staging, setup: firewall(80), agreed: ["prod"] })).toEqual(well);
    expect(again({ ...staging, project: "other", setup: firewall(443), agreed: ["staging"] }).status).toBe(1);
  });

  test("is known by its number under a new name, and leaves none under the former", () => {
    enter(prod);
    expect(again({ ...prod, stack: "production", id: "of-homeport-prod" })).toEqual(well);
    expect(marks()).toEqual(["homeport.production.apps"]);
  });

  test("is told where the machine is another one", () => {
    const { status, stderr } = again(prod);
    expect([status, marks()]).toEqual([1, []]);
    expect(stderr).toContain(
      "host apps: this is another machine than before: what prod had there is not on it.",
    );
  });

  test("takes over the mark of an earlier version", () => {
    legacy("homeport.prod.apps");
    expect(again(prod)).toEqual(well);
    expect(parseMarks(run(listMarks).stdout)).toMatchObject([{ id: "of-homeport-prod" }]);
  });

  test("that is another one of the same name is refused where it wishes something else, and not undone by the first", () => {
    enter(prod);
    const second = { ...prod, id: "second" };
    expect(enter({ ...second, setup: firewall(80) }).status).toBe(1);
    expect(enter(second)).toEqual(well);
    build();
    undo(prod);
    leave(prod);
    expect([wall(), marks()]).toEqual([true, ["homeport.prod.apps"]]);
  });
});

describe("what is set up", () => {
  test("is undone by a stack that is alone, and nothing of it is left", () => {
    enter(prod);
    build();
    expect([undo(prod), leave(prod)]).toEqual([well, well]);
    expect([wall(), marks(), left()]).toEqual([false, [], []]);
  });

  test.each([
    ["uses the machine only", staging],
    ["wishes the same", { ...prod, stack: "staging" }],
    ["is of another project", { ...staging, project: "other", host: "box" }],
  ])("stays where another stack %s, and is undone by that one when it goes", (_, other) => {
    enter(prod);
    enter(other);
    build();
    const { status, stdout } = undo(prod);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /^host apps: left as it is: the firewall; \w+\/staging \(its host \w+\) uses this machine too\./,
    );
    leave(prod);
    expect([wall(), left()]).toEqual([true, ["firewall"]]);
    expect(leave(other)).toEqual(well);
    expect([wall(), marks(), left()]).toEqual([false, [], []]);
  });

  test("stays where a stack of an earlier version is there, which does not tell what it wishes", () => {
    enter(prod);
    legacy("other.prod.apps");
    build();
    expect(undo(prod).stdout).toContain("; the stack of ");
    expect(again({ ...prod, setup: {} })).toEqual(well);
    undo(prod);
    expect(wall()).toBe(true);
  });

  test("is undone where its option alone is taken away, unless another stack wishes it too", () => {
    enter(prod);
    enter(staging);
    build();
    again({ ...prod, setup: {} });
    undo(prod);
    expect(wall()).toBe(false);
    again(prod);
    again({ ...staging, setup: prod.setup });
    build();
    again({ ...prod, setup: {} });
    undo(prod);
    expect(wall()).toBe(true);
  });

  test("and wished again by another stack is that one's to undo", () => {
    enter(prod);
    enter(staging);
    build();
    undo(prod);
    leave(prod);
    again({ ...staging, setup: prod.setup });
    build();
    expect(left()).toEqual([]);
  });

  test("is undone by the next try where the last stack was cut off", () => {
    enter(prod);
    enter(staging);
    build();
    undo(prod);
    leave(prod);
    writeFileSync(join(folder, "left/0-fails"), "exit 1\n");
    expect(leave(staging).status).toBe(1);
    expect(marks()).toEqual(["homeport.staging.apps"]);
    rmSync(join(folder, "left/0-fails"));
    expect(leave(staging)).toEqual(well);
    expect([wall(), marks()]).toEqual([false, []]);
  });
});
