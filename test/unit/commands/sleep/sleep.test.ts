import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { exported, type FakeContainer, fakeWorld } from "../status/fakes";
import { tellOf } from "../told";
import { enginesOwn } from "./engine";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const farm: FakeContainer = { resource: "farm-haproxy", component: "farm", type: "HaproxyFarm" };
const router: FakeContainer = { resource: "router-traefik", component: "router", type: "TraefikRouter" };
const blog: FakeContainer = { resource: "blog-0", component: "blog" };
const notes: FakeContainer = { resource: "notes-0", component: "notes", host: "attic" };

/** A home on this engine and on one over SSH, which are the same here. */
function world(containers: readonly FakeContainer[] = [farm, router, blog, notes], more: object = {}) {
  const states = { prod: exported(containers), ...more };
  const folder = fakeWorld({ containers, states, docker: enginesOwn });
  folders.push(folder);
  const variables = { PATH: `${folder}:/usr/bin:/bin` };
  return {
    tell: (...words: string[]) => tellOf(words, { folder, variables }),
    start: (name: string) => execFileSync(join(folder, "docker"), ["start", name], { env: variables }),
    done: () =>
      (existsSync(join(folder, "calls")) ? readFileSync(join(folder, "calls"), "utf8") : "")
        .split("\n")
        .filter((call) => /^docker (stop|start|volume (create|rm)) /.test(call))
        .map((call) => call.replace(/^docker /, "").replace(/--label .*(prod-asleep)/, "$1")),
  };
}

describe("homeport sleep", () => {
  test("only says what would stop, and how much memory that takes, until it is said that it is meant", async () => {
    const { tell, done } = world();
    expect(await tell("sleep", "prod")).toEqual({
      code: 0,
      err: "",
      out: `Would stop, in this order:
  prod-farm-haproxy-1
  prod-blog-0-1, prod-notes-0-1
  prod-router-traefik-1
HOST   CONTAINERS  MEMORY   LIMITS
infra  3           192 MiB  768 MiB
attic  1           64 MiB   256 MiB
Really, with all data kept: npx homeport sleep prod --yes
`,
    });
    expect(done()).toEqual([]);
  });

  test("has each host remember what sleeps before the first container stops, and shows what is free then", async () => {
    const { tell, done } = world();
    const { code, out, err } = await tell("sleep", "--stack", "prod", "--yes");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^prod sleeps, after \d+\.\d s\.\n/);
    expect(out).toContain("\ninfra  3 → 0       192 MiB → 0 B  768 MiB → none\n");
    const calls = done();
    expect(calls.slice(0, 2).sort()).toEqual([
      expect.stringMatching(/^volume create prod-asleep-attic-\d+$/),
      expect.stringMatching(/^volume create prod-asleep-infra-\d+$/),
    ]);
    expect(calls.slice(2)).toEqual([
      "stop prod-farm-haproxy-1",
      ...["stop prod-blog-0-1", "stop prod-notes-0-1"],
      "stop prod-router-traefik-1",
    ]);
    const again = await tell("sleep", "prod", "--yes");
    expect(again.out).toMatch(/^prod has been asleep for .*; what wakes it: npx homeport wake prod\n$/);
    expect(done()).toEqual(calls);
  });
});

describe("homeport wake", () => {
  test("starts routers, services and the farm, and has each host forget that it slept once all of them run", async () => {
    const { tell, done } = world();
    await tell("sleep", "prod", "--yes");
    const before = done().length;
    const woken = await tell("wake", "prod", "--json");
    expect(woken.err).toBe("");
    expect(JSON.parse(woken.out)).toMatchObject({ wasAsleep: true, gone: [] });
    expect(done().slice(before)).toEqual([
      "start prod-router-traefik-1",
      ...["start prod-blog-0-1", "start prod-notes-0-1"],
      "start prod-farm-haproxy-1",
      expect.stringMatching(/^volume rm /),
      expect.stringMatching(/^volume rm /),
    ]);
  });
});

describe("what cannot sleep", () => {
  test.each<[string, readonly FakeContainer[], string[], string]>([
    [
      "an environment that is not said",
      [blog],
      ["sleep"],
      "say which environment; there are: prod; example: prod",
    ],
    [
      "two environments",
      [blog],
      ["sleep", "prod", "--stack", "dev"],
      '--stack: "dev" and "prod" are two environments',
    ],
    [
      "one that runs nothing",
      [],
      ["sleep", "prod"],
      "prod runs nothing; what begins it: npx pulumi up --stack prod",
    ],
    [
      "what a look for drift would remove",
      [{ ...blog, mustRun: true }],
      ["sleep", "prod", "--yes"],
      "blog-0: an earlier version made this, and npx pulumi refresh would remove what has ended; once, before: npx pulumi up --stack prod",
    ],
  ])("refuses %s, and stops nothing", async (_, containers, words, said) => {
    const { tell, done } = world(containers);
    const { code, err } = await tell(...words);
    expect(err).toContain(said);
    expect(code).toBe(2);
    expect(done()).toEqual([]);
  });

  test("stops nothing where a host does not answer", async () => {
    const containers = [blog, notes];
    const folder = fakeWorld({
      containers,
      states: { prod: exported(containers) },
      docker: enginesOwn,
      sshFails: "ssh: connect to host attic port 22: No route to host",
    });
    folders.push(folder);
    const { code, err } = await tellOf(["sleep", "prod", "--yes"], {
      folder,
      variables: { PATH: `${folder}:/usr/bin:/bin` },
    });
    expect({ code, err }).toEqual({
      code: 4,
      err: expect.stringContaining("host attic: ssh: connect to host attic port 22: No route to host"),
    });
    expect(readFileSync(join(folder, "calls"), "utf8")).not.toMatch(/docker (stop|volume create)/);
  });
});

describe("homeport status", () => {
  test("tells of an environment that sleeps, in which nothing is wrong", async () => {
    const { tell } = world();
    await tell("sleep", "prod", "--yes");
    const { code, out } = await tell("status");
    expect(code).toBe(0);
    expect(out).toMatch(/── prod ── asleep for \d+ \w+, nobody knows/);
    expect(out).toMatch(/✓ {2}blog .* asleep /);
  });

  test("tells which containers run of one that is half asleep, and the ways out", async () => {
    const { tell, start } = world();
    await tell("sleep", "prod", "--yes");
    start("prod-notes-0-1");
    const { code, out } = await tell("status");
    expect(code).toBe(1);
    expect(out.replaceAll(/\s+/g, " ")).toMatch(
      /sleep half asleep: it was put to sleep .* ago, and these run: prod-notes-0-1; wake it, or have it sleep → npx homeport wake --stack prod → npx homeport sleep --stack prod --yes /,
    );
    expect(await tell("sleep", "prod")).toMatchObject({
      code: 0,
      out: expect.stringContaining("prod is half asleep"),
    });
  });
});
