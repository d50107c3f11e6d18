import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { exported, type FakeContainer, fakeWorld, nameOf } from "../status/fakes";
import { tellOf } from "../told";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const blog = [0, 1].map((at): FakeContainer => ({ resource: `blog-${at}`, component: "blog" }));
const farm: FakeContainer = { resource: "farm-haproxy", component: "farm", type: "HaproxyFarm" };
const wiki: FakeContainer = { resource: "wiki-0", component: "wiki", host: "apps" };
const logs = {
  "prod-blog-0-1": "2026-11-27T10:00:01.5Z first\n2026-11-27T10:00:03.5Z third\n",
  "prod-blog-1-1": "2026-11-27T10:00:02.5Z second\n",
  "prod-farm-haproxy-1": "2026-11-27T10:00:01.5Z started\n",
  "prod-wiki-0-1": "2026-11-27T10:00:01.5Z far away\n",
};

interface Home {
  readonly containers?: readonly FakeContainer[];
  readonly stacks?: readonly string[];
  readonly sshFails?: string;
}

/** What a command says, and what it asked. */
async function told(
  { containers = [...blog, farm, wiki], stacks = ["prod"], sshFails }: Home,
  ...words: string[]
) {
  const states = Object.fromEntries(stacks.map((stack) => [stack, exported(containers)]));
  const folder = fakeWorld({ containers, states, logs, sshFails });
  folders.push(folder);
  const said = await tellOf(words, { folder, variables: { PATH: `${folder}:/usr/bin:/bin` } });
  const calls = readFileSync(join(folder, "calls"), "utf8").split("\n");
  return { ...said, asked: calls.filter((call) => call.startsWith("docker")) };
}

const ids = { first: Buffer.from(nameOf(blog[0] as FakeContainer)).toString("hex") };

describe("homeport logs", () => {
  test("shows several containers in the order of time, each line behind the name of its own", async () => {
    expect(await told({}, "logs", "blog")).toMatchObject({
      code: 0,
      out: "prod-blog-0-1 | first\nprod-blog-1-1 | second\nprod-blog-0-1 | third\n",
      err: "",
    });
  });

  test("one container by itself has nothing before its lines", async () => {
    expect(await told({}, "logs", "farm")).toMatchObject({ code: 0, out: "started\n", err: "" });
    expect((await told({}, "logs", "blog-0")).out).toBe("first\nthird\n");
    expect((await told({}, "logs", "prod-blog-0-1", "--timestamps")).out).toMatch(
      /^2026-11-27T10:00:01.5Z first\n/,
    );
  });

  test("that have no line say so, and not nothing", async () => {
    expect(await told({}, "logs", "blog", "--since", "15m", "--grep", "fourth")).toMatchObject({
      code: 0,
      out: "",
      err: "prod-blog-0-1, prod-blog-1-1: no line since 15m that matches fourth\n",
    });
  });

  test("goes on with several at once, and ends when they do", async () => {
    const { code, out } = await told({}, "logs", "blog", "--follow");
    expect(code).toBe(0);
    expect(out.split("\n").sort().slice(1)).toEqual([
      "prod-blog-0-1 | first",
      "prod-blog-0-1 | third",
      "prod-blog-1-1 | second",
    ]);
  });

  test.each<[string[], string]>([
    [[], "logs --timestamps --tail 200"],
    [["--since", "15m"], "logs --timestamps --since 15m"],
    [["--since", "1h30m", "--tail", "5"], "logs --timestamps --since 1h30m --tail 5"],
    [["-f", "--since", "2026-11-27T10:00:00Z"], "logs --follow --timestamps --since 2026-11-27T10:00:00Z"],
    [["--grep", "first"], "logs --timestamps"],
  ])("%j", async (words, asked) => {
    const { asked: calls } = await told({}, "logs", "blog-0", ...words);
    expect(calls[0]?.startsWith(`docker ${asked} ${ids.first}`), calls[0]).toBe(true);
  });

  test.each(["15", "3d", "yesterday", "-1m"])("--since %s is no time", async (since) => {
    const { code, out, err } = await tellOf(["logs", "blog", `--since=${since}`]);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain("example: 15m");
  });

  test.each<[string[], string]>([
    [["--grep", "^(first|second)$"], "prod-blog-0-1 | first\nprod-blog-1-1 | second\n"],
    [["--grep", "SEC", "-i"], "prod-blog-1-1 | second\n"],
    [["--grep", "10:00", "--follow"], ""],
  ])("shows what matches alone, and no time is looked at: %j", async (words, out) => {
    expect(await told({}, "logs", "blog", ...words)).toMatchObject({ code: 0, out, err: "" });
  });

  test("a pattern that is none is told", async () => {
    const { code, err } = await tellOf(["logs", "blog", "--grep", "(a"]);
    expect({ code, err: err.split("\n")[0] }).toEqual({
      code: 2,
      err: "homeport logs: option '--grep <pattern>' argument '(a' is invalid. /(a/u: Unterminated group; example: \"error|refused\"",
    });
  });

  test("a host over SSH is asked there", async () => {
    expect(await told({}, "logs", "wiki")).toMatchObject({ code: 0, out: "far away\n" });
    expect(await told({ sshFails: "Connection refused" }, "logs", "wiki")).toMatchObject({
      code: 2,
      err: "homeport logs: prod-wiki-0-1 (host apps): Connection refused\n",
    });
  });

  test("one of several that is gone is told, and the others are shown", async () => {
    const [first, second] = blog as [FakeContainer, FakeContainer];
    const { code, out, err } = await told(
      { containers: [first, { ...second, only: "state" }] },
      "logs",
      "blog",
    );
    expect(code).toBe(1);
    expect(out).toBe("prod-blog-0-1 | first\nprod-blog-0-1 | third\n");
    expect(err).toBe("prod-blog-1-1 (host infra): it is gone\n");
  });
});

describe("a service is found by its name", () => {
  test("a misspelt one is told with the nearest", async () => {
    const { code, err } = await told({}, "logs", "blgo");
    expect({ code, err }).toEqual({
      code: 2,
      err: 'homeport logs: "blgo" is no service in prod; did you mean blog? there are: blog, farm, wiki\n',
    });
  });

  test("one that is like none is told with all", async () => {
    const { err } = await told({}, "shell", "mailserver");
    expect(err).toBe('homeport shell: "mailserver" is no service in prod; there are: blog, farm, wiki\n');
  });

  test("one of several environments has to be chosen", async () => {
    const both = { stacks: ["prod", "staging"] };
    expect((await told(both, "logs", "blog")).err).toBe(
      "homeport logs: blog is in prod and staging; say which: --stack prod\n",
    );
    expect((await told(both, "logs", "blog", "--stack", "staging")).code).toBe(0);
  });

  test("where nothing was deployed there is nothing", async () => {
    expect((await told({ stacks: [] }, "logs", "blog")).err).toBe(
      'homeport logs: "blog": there is nothing in any stack, as none has been updated\n',
    );
  });
});

describe("homeport shell", () => {
  const opened = async (...health: readonly string[]) => {
    const containers = health.map(
      (one, at): FakeContainer => ({ resource: `blog-${at}`, component: "blog", health: one }),
    );
    const { asked, err } = await told({ containers }, "shell", "blog");
    const idOf = (at: number) => Buffer.from(`prod-blog-${at}-1`).toString("hex");
    return { at: health.findIndex((_, at) => asked.join().includes(`exec ${idOf(at)}`)), err };
  };

  test("is in the first container that is well; else in one that the engine has not asked yet", async () => {
    expect((await opened("unhealthy", "starting", "healthy")).at).toBe(2);
    expect((await opened("unhealthy", "starting")).at).toBe(1);
  });

  test("is in none that is not well, without its name", async () => {
    const { at, err } = await opened("unhealthy");
    expect(at).toBe(-1);
    expect(err).toContain(
      "no container of blog is well:\n  prod-blog-0-1 (host infra): unhealthy\nnpx homeport logs blog",
    );
  });
});
