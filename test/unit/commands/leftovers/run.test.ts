import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { type FakeEngine, fakeDocker } from "../../hosts/dockerHost/fakeDocker";
import { tellOf } from "../told";
import { container, exported, labels, network, volume } from "./states";

let folders: string[] = [];
beforeEach(() => {
  folders = [mkdtempSync(join(tmpdir(), "homeport-leftovers-"))];
  writeFileSync(join(folders[0] ?? "", "Pulumi.yaml"), "name: attic\n");
});
afterEach(() => {
  for (const folder of folders) removeFolder(folder);
});

/** What the command says about stacks whose states are given, on an engine. */
async function told(engine: FakeEngine, states: Record<string, string>, words: string) {
  const bin = fakeDocker({ removes: true, ...engine });
  folders.push(bin);
  fakePulumi(bin, states);
  const variables = { PATH: `${bin}:/usr/bin:/bin`, DOCKER_HOST: "" };
  const said = await tellOf(["leftovers", ...words.split(" ")], { folder: folders[0] ?? "", variables });
  const calls = () =>
    readFileSync(join(bin, "calls"), "utf8")
      .split("\n")
      .filter((line) => /^(stop|rm|network rm|volume rm) /.test(line));
  return { ...said, calls };
}

/** A `pulumi` that exports the states of these stacks, and knows no others. */
function fakePulumi(bin: string, states: Record<string, string>): void {
  for (const [stack, state] of Object.entries(states)) writeFileSync(join(bin, `${stack}.export`), state);
  const script = `[ -f "${bin}/$4.export" ] && exec cat "${bin}/$4.export"
echo "error: no stack named '$4' found" >&2
exit 255`;
  writeFileSync(join(bin, "pulumi"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
}

const blog = container("staging-blog-0-1111111", "running", "Up 2 days", "staging-net-1", "");
const cutOff = container("staging-notes-0-2222222", "running", "Up 1 hour", "staging-net-1", "data-1");
const stopped = container("staging-notes-0-3333333", "exited", "Exited (0) 1 hour ago", "", "data-1");
const data = volume("data-1", "notes", { "homeport.volume": "data" });
const states = { staging: exported(["container", "staging-blog-0-1111111"], ["network", "staging-net-1"]) };
const engine: FakeEngine = {
  networks: [network("staging-net-1")],
  containers: [blog, cutOff, stopped],
  volumes: [data],
};

describe("homeport leftovers shows what an engine has and the state has not", async () => {
  test("with what each is, and which of it is data", async () => {
    const { code, out } = await told(engine, states, "--stack staging");
    expect(code).toBe(1);
    expect(
      out,
    ).toBe(`Left by an update that was cut off, runs at this moment, or has another state; --clear removes it:
  infra: container staging-notes-0-2222222 · of notes · Up 1 hour
  infra: container staging-notes-0-3333333 · of notes · Exited (0) 1 hour ago
Kept for the data; used again when the service returns, or --remove NAME:
  infra: volume data-1 · volume "data" of notes · since 2026-11-20 · used by staging-notes-0-2222222, which runs; staging-notes-0-3333333
`);
  });

  test("nothing, where the state knows all of it", async () => {
    const said = await told({ ...engine, containers: [blog], volumes: [] }, states, "--stack staging");
    expect(said).toMatchObject({ code: 0, out: "Nothing is left of staging.\n" });
  });

  test("not what remembers a move, as long as one of its volumes is there", async () => {
    const mark = volume("staging-moved-notes-2-done", "move", { "homeport.moved": "data-0 data-1" });
    const beside = await told({ ...engine, volumes: [data, mark] }, states, "--stack staging");
    expect(beside.out).not.toContain("staging-moved-notes-2-done");
    const without = await told({ ...engine, volumes: [mark] }, states, "--stack staging");
    expect(without.out).toContain("staging-moved-notes-2-done");
  });

  test("nothing of a trial, of another environment or project, or of nobody's", async () => {
    const others = [
      volume("trial", "notes", { "homeport.volume": "data", "homeport.trial": "yes" }),
      volume("prod-data", "notes", { "homeport.environment": "prod" }),
      volume("other-data", "notes", { "homeport.project": "cellar" }),
      "nobody\t",
    ];
    const said = await told({ ...engine, containers: [blog], volumes: others }, states, "--stack staging");
    expect(said).toMatchObject({ code: 0 });
  });

  test("volumes of versions that did not label them with their names are data too", async () => {
    const older = {
      ...engine,
      containers: [blog],
      volumes: [volume("staging-notes-volume-data-3bc9ad5", "notes")],
    };
    expect((await told(older, states, "--stack staging")).out).toContain('volume "data" of notes');
    const derived = {
      ...engine,
      containers: [blog],
      volumes: [volume("staging-farm-config-3bc9ad5", "farm")],
    };
    expect((await told(derived, states, "--stack staging")).out).toContain(
      "--clear removes it:\n  infra: volume staging-farm",
    );
  });

  test("what was replaced and goes with the next update, and what was begun and never ended", async () => {
    const state = exported(
      ["container", "staging-blog-0-1111111"],
      ["network", "staging-net-1"],
      ["container", "staging-notes-0-2222222", { delete: true }],
      ["pending", "notes-0"],
    );
    const { code, out } = await told(
      { ...engine, containers: [blog, cutOff], volumes: [] },
      { staging: state },
      "--stack staging",
    );
    expect(code).toBe(1);
    expect(out).toBe(`Replaced; goes with the next update:
  infra: container staging-notes-0-2222222 · of notes · Up 1 hour
Begun and never ended:
  creating Container notes-0
Where no update runs: npx pulumi refresh --clear-pending-creates --stack staging, then npx pulumi up
`);
  });

  test("for programs, all of it", async () => {
    const { out } = await told(engine, states, "--stack staging --json");
    expect(JSON.parse(out)).toMatchObject({
      left: [
        { name: "staging-notes-0-2222222" },
        { name: "staging-notes-0-3333333" },
        { name: "data-1", data: "data" },
      ],
      pending: [],
      unseen: [],
    });
  });

  test("of an environment whose stack is gone, on the engine that docker uses", async () => {
    const gone = { ...engine, containers: [], networks: [] };
    expect(await told(gone, {}, "--environment staging")).toMatchObject({ code: 1 });
    expect((await told(gone, {}, "--environment staging")).out).toContain("here: volume data-1");
    expect(await told(gone, {}, "--environment staging --project cellar")).toMatchObject({ code: 0 });
  });

  test("of a stack's former name, without what another stack of that name has by now", async () => {
    const stage = exported(["container", "stage-blog-0-1111111", { environment: "stage" }]);
    const renamed = await told(engine, { stage }, "--stack stage --environment staging");
    expect(renamed.out).toContain("staging-blog-0-1111111");
    const again = await told(engine, { stage, ...states }, "--stack stage --environment staging");
    expect(again.out).not.toContain("staging-blog-0-1111111");
    expect((await told(engine, states, "--environment staging")).out).not.toContain("staging-blog-0-1111111");
  });

  test("by the environment that the program gives its network, where that is not the stack's name", async () => {
    const state = exported(["container", "staging-blog-0-1111111"], ["network", "staging-net-1"]);
    expect((await told(engine, { dev: state }, "--stack dev")).out).toContain("data-1");
  });

  test("not what an engine has that does not answer: that is said, and the end is 2", async () => {
    const said = await told({ failure: "Cannot connect to the Docker daemon" }, states, "--stack staging");
    expect(said).toMatchObject({
      code: 2,
      out: "Not looked at:\n  host infra: no Docker engine answers: Cannot connect to the Docker daemon\n",
    });
  });
});

describe("homeport leftovers removes what is named", async () => {
  test("and only says so without --yes", async () => {
    const { code, out, calls } = await told(engine, states, "--stack staging --clear");
    expect({ code, calls: calls() }).toEqual({ code: 1, calls: [] });
    expect(out).toBe(
      "would remove  infra: container staging-notes-0-2222222\nwould remove  infra: container staging-notes-0-3333333\n",
    );
  });

  test("--clear never takes data along, and what was replaced is left to the next update", async () => {
    const replaced = exported(
      ["network", "staging-net-1"],
      ["container", "staging-blog-0-1111111", { delete: true }],
    );
    const { code, calls } = await told(engine, { staging: replaced }, "--stack staging --clear --yes");
    expect(code).toBe(0);
    // A container that runs has the time to end that it was made with.
    expect(calls()).toEqual([
      "stop staging-notes-0-2222222",
      "rm --force staging-notes-0-2222222",
      "stop staging-notes-0-3333333",
      "rm --force staging-notes-0-3333333",
    ]);
  });

  test("a volume with data by its own full name, after the containers on it", async () => {
    const words = "--remove data-1 --remove staging-notes-0-3333333 --remove staging-notes-0-2222222";
    const { code, out, calls } = await told(engine, states, `--stack staging --yes ${words}`);
    expect(code).toBe(0);
    expect(calls()).toEqual([
      "stop staging-notes-0-2222222",
      "rm --force staging-notes-0-2222222",
      "stop staging-notes-0-3333333",
      "rm --force staging-notes-0-3333333",
      "volume rm data-1",
    ]);
    expect(out).toContain("removed  infra: volume data-1, with all data in it\n");
  });

  test.each([
    [
      "data-1",
      "the volume data-1 on host infra is used by staging-notes-0-2222222, staging-notes-0-3333333; name these too",
    ],
    ["staging-blog-0-1111111", "--remove: staging-blog-0-1111111 is in the state of the stack"],
    ["staging-net-1", "--remove: staging-net-1 is in the state of the stack"],
    ["data", "--remove: there is no data with the labels of this environment"],
    ["nobody", "--remove: there is no nobody with the labels of this environment"],
  ])("not %s", async (name, why) => {
    const beside = {
      ...engine,
      volumes: [data, `nobody\t`, `prod-data\t${labels("notes", { "homeport.environment": "prod" })}`],
    };
    const { code, err, calls } = await told(beside, states, `--stack staging --yes --remove ${name}`);
    expect({ code, calls: calls() }).toEqual({ code: 2, calls: [] });
    expect(err).toContain(`homeport leftovers: ${why}`);
  });
});

test.each([
  ["--stack nope", "error: no stack named 'nope' found"],
  ["--yes", "say which stack; example: --stack staging"],
  ["--stack staging --yes", "--yes: say what is to go, by --remove NAME or --clear"],
  ["--stack staging --host attic", '--host: the stack has no host "attic"; hosts in its state: infra'],
  ["--stack staging --rm x", "unknown option '--rm'"],
])("%s is refused with what is wrong", async (words, why) => {
  const { code, err } = await told(engine, states, words);
  expect(code).toBe(2);
  expect(err).toContain(why);
});
