import { describe, expect, test } from "vitest";
import { type Published, publishCommand, withdrawCommand } from "../../../components/services/commands";
import { byTitle } from "../../../components/shared/titled";
import { Bench, syntaxError } from "../bench";
import { expectGolden } from "../golden";
import { engine, type FakeContainer, farm, left, run } from "../hosts/exchange/engine";

const published: Published = {
  service: "blog",
  domains: ["blog.example.org"],
  stripPrefix: false,
  farm: "172.30.71.254",
  probe: { kind: "http", path: "/health" },
  port: 8080,
  readySeconds: 60,
  router: "router",
  thing: { ...farm, component: "blog", isService: true, volumes: [] },
  containers: ["blog-0", "blog-1"],
  stopFirst: false,
  stopSeconds: 10,
};
const only: Published = {
  ...published,
  thing: { ...published.thing, volumes: ["data"] },
  containers: ["new"],
  stopFirst: true,
};
const publish = publishCommand(published);
const exchange = publishCommand(only);

const one: FakeContainer = { component: "blog", deploys: "start-first", mounts: "" };
const alone: FakeContainer = { component: "blog", deploys: "stop-first", mounts: "data" };
const both = { "blog-0": one, "blog-1": one };

/** What the script inside does: it finds that a container is not ready, and what that one answered. */
const neverReady = (name: string, answer: string) =>
  `case $words in *" -i "*) cat >/dev/null; printf '%s\\n' ${name} '${answer}'; exit 1 ;; esac`;

test.each([
  ["beside", publish],
  ["one-after-the-other", exchange],
  ["asked", publishCommand({ ...published, isAsked: true })],
  ["watched", publishCommand({ ...published, healthySeconds: 60, probe: { kind: "tcp" } })],
])("the command %s reads to the letter, and every shell reads it", (name, { script }) => {
  expectGolden(`publish/command-${name}.sh`, script);
  expect(syntaxError(script)).toBe("");
});

describe("publishing", () => {
  test("hands the script to the router's shell on its standard input: no process list shows it", () => {
    const bench = engine(both, { exec: 'cat > "$BENCH/script"' });
    const { status, stdout, changes } = run(bench, publish);
    expect([status, stdout, bench.read("script")]).toEqual([0, "", "the script"]);
    expect(changes).toEqual(["exec -i -u 0:65532 router sh"]);
  });

  test("shows the last lines of the container that never got ready, and fails", () => {
    const { status, stderr } = run(engine(both, { exec: neverReady("blog-1", "refused") }), publish);
    expect(status).toBe(1);
    expect(stderr).toContain("blog-1 is not ready after 60 s.\n");
    expect(stderr.endsWith("the last lines that blog-1 logged:\nlog of blog-1\n")).toBe(true);
  });

  test("waits until the engine finds every container healthy, where a health command is given", () => {
    const command = publishCommand({ ...published, healthySeconds: 5, readySeconds: 5 });
    const health = (second: string) =>
      engine(both).fake(
        "docker",
        `case "$*" in *Health.Status*) printf 'blog-0 healthy\\nblog-1 ${second}\\n' ;; *Health*Log*) echo "1 database unreachable" ;; *State.Status*) echo running false 0 0 0 ;; logs*) echo gave up ;; esac`,
      );
    const well = run(health("healthy"), command);
    expect([well.status, well.changes]).toEqual([0, ["exec -i -u 0:65532 router sh"]]);
    for (const state of ["starting", "unhealthy"]) {
      const { status, stderr, changes } = run(health(state), command);
      expect([status, changes]).toEqual([1, []]);
      expect(stderr).toBe(
        "blog-1 is not healthy after 5 s: it runs; its health command says:\n1 database unreachable\nthe last lines that blog-1 logged:\ngave up\n",
      );
    }
  });

  test("shows the router's where no container is to blame", () => {
    const { status, stderr } = run(engine(both, { exec: "exit 1" }), publish);
    expect([status, stderr]).toEqual([1, "the last lines that router logged:\nlog of router\n"]);
  });

  test("removes what is left of the service when nothing is sent there any more, and nothing else", () => {
    const others = {
      orphan: one,
      old: { ...one, state: "exited" },
      shop: { ...one, component: "shop" },
    } as const;
    const bench = engine({ ...both, ...others });
    const { status, changes } = run(bench, publish);
    expect(status).toBe(0);
    expect(changes).toEqual([
      "exec -i -u 0:65532 router sh",
      "stop -t 10 old orphan",
      "rm --force old orphan",
    ]);
    expect(left(bench, "blog-0", "orphan", "shop")).toEqual({
      "blog-0": "running",
      orphan: undefined,
      shop: "running",
    });
  });

  test("leaves what has served until now where other services ask it who gets in: their routes still lead there", () => {
    const command = publishCommand({ ...published, isAsked: true });
    const routed = `case $words in *" sed "*) echo old ;; *" -i "*) cat >/dev/null ;; esac`;
    const bench = engine({ ...both, old: one, orphan: one }, { exec: routed });
    expect(run(bench, command).status).toBe(0);
    expect(left(bench, "blog-0", "old", "orphan")).toEqual({
      "blog-0": "running",
      old: "running",
      orphan: undefined,
    });
  });

  test("that fails removes nothing", () => {
    const bench = engine({ ...both, old: one }, { exec: "exit 1" });
    run(bench, publish);
    expect(left(bench, "old")).toEqual({ old: "running" });
  });
});

describe("a container that may not run beside the one before it", () => {
  const inside = (published: string, routed = "old") =>
    `case $words in *" sed "*) echo ${routed} ;; *" -i "*) cat >/dev/null; ${published} ;; esac`;
  const fresh: FakeContainer = { ...alone, state: "created" };

  test("is started when that one has been stopped, and that one goes when the route is at work", () => {
    const bench = engine({ old: alone, new: fresh }, { exec: inside(":") });
    const { status, stderr, changes } = run(bench, exchange);
    expect([status, stderr]).toEqual([0, ""]);
    expect(changes).toEqual([
      "stop -t 10 old",
      "start new",
      "exec -i -u 0:65532 router sh",
      "stop -t 10 old",
      "rm --force old",
    ]);
  });

  test("and does not get ready gives its place back, and that one is asked whether it serves again", () => {
    const bench = engine({ old: alone, new: fresh }, { exec: inside("echo new; exit 1") });
    const { status, stderr, changes } = run(bench, exchange);
    expect(status).toBe(1);
    expect(stderr).toContain("new is not ready after 60 s.");
    expect(stderr.endsWith("log of new\nold serves again, as before\n")).toBe(true);
    expect(changes.slice(-3)).toEqual([
      "stop -t 10 new",
      "start old",
      "exec -i -u 0:65532 router sh -c poll() {",
    ]);
    expect(left(bench, "old", "new")).toEqual({ old: "running", new: "exited" });
  });

  test("and does not start gives its place back, with the cause", () => {
    const refuses = 'exec: "nodee": executable file not found in $PATH';
    const bench = engine({ old: alone, new: { ...fresh, refuses } }, { exec: inside(":") });
    const { status, stderr } = run(bench, exchange);
    expect(status).toBe(1);
    expect(stderr).toContain('new does not start: the image has no program "nodee"');
    expect(left(bench, "old", "new")).toEqual({ old: "running", new: "created" });
  });

  test("gives its place to the one that the route names, where an update was killed in between", () => {
    const containers = { old: { ...alone, state: "exited" }, unproven: alone, new: fresh } as const;
    const bench = engine(containers, { exec: inside("exit 1") });
    expect(run(bench, exchange).status).toBe(1);
    expect(left(bench, "old", "unproven", "new")).toEqual({
      old: "running",
      unproven: "exited",
      new: "exited",
    });
  });

  test("stays where it is the one that serves: a route that fails takes nothing away", () => {
    const bench = engine(
      { leftover: { ...alone, state: "exited" }, new: alone },
      { exec: inside("exit 1", "new") },
    );
    expect(run(bench, exchange).status).toBe(1);
    expect(left(bench, "leftover", "new")).toEqual({ leftover: "exited", new: "running" });
  });

  test("stays where it is the first: it may yet get ready", () => {
    const bench = engine({ new: fresh }, { exec: inside("exit 1", "") });
    expect(run(bench, exchange).status).toBe(1);
    expect(left(bench, "new")).toEqual({ new: "running" });
  });

  test("takes the place of one that had another name or environment, by their volume", () => {
    const old = { ...alone, component: "journal", environment: "formerly", networks: "gone" };
    const bench = engine({ old, new: fresh }, { exec: inside(":") });
    expect(run(bench, exchange).status).toBe(0);
    expect(left(bench, "old", "new")).toEqual({ old: undefined, new: "running" });
  });
});

/** A host whose containers all log, and answer, the same. */
const host = (log: string): Bench =>
  engine({}).fake(
    "docker",
    `case "$1" in exec) cat >/dev/null; printf '%s\\n' blog-0 '${log}'; exit 1;; inspect) echo running false 0 0 0;; logs) printf '%s\\n' '${log}';; esac`,
  );

describe("secrets in the lines that are shown are blotted out: everyone who sees the update reads them", () => {
  const shown = (log: string, hidden: string) => run(host(log), publish, hidden).stderr;

  test("wherever they stand, and as often", () => {
    expect(shown("url=db://u:hunter2@db hunter2", "hunter2")).toContain("url=db://u:[secret]@db [secret]\n");
  });

  test("each of several, and one that is part of another", () => {
    expect(shown("a=abc b=abcdef", "abcdef\nabc")).toContain("a=[secret] b=[secret]\n");
    expect(shown("a=abc b=abcdef", "abc\nabcdef")).not.toContain("def");
  });

  test("whatever characters they have", () => {
    expect(shown("p=a.*[b\\n&$c end", "a.*[b\\n&$c")).toContain("p=[secret] end\n");
  });

  test.each(["secret", "s", "]"])("also %j, which is part of the blot, without trying for ever", (hidden) => {
    const { status, stderr } = run(host(`p=${hidden}!`), publish, hidden);
    expect([status, stderr]).toEqual([1, expect.stringContaining("!\n")]);
  });

  test("and nothing is where there are none", () => {
    expect(shown("as it was", "")).toContain("\nas it was\n");
    expect(shown("as it was", "\n\n")).toContain("\nas it was\n");
  });
});

test("a secret in what a container answers is blotted out too", () => {
  const { stderr } = run(host("HTTP/1.1 500 hunter2"), publish, "hunter2");
  expect(stderr).toContain("found: HTTP/1.1 500 [secret];");
  expect(stderr).not.toContain("hunter2");
});

describe("withdrawing", () => {
  const router = ({ exec = ":", inspect = "true" }) =>
    new Bench([]).fake("docker", `case "$1" in exec) ${exec};; inspect) ${inspect};; esac`);

  const withdraw = withdrawCommand("blog", "prod-router-1a2b3c4", 5);

  test("runs inside the router", () => {
    const { status, calls } = run(router({}), withdraw);
    expect(status).toBe(0);
    expect(calls).toEqual([
      "docker exec -i -u 0:65532 prod-router-1a2b3c4 sh -c rm -f /etc/traefik/routes/blog.yml /etc/traefik/routes/blog.users /etc/traefik/routes/blog.*.users /etc/traefik/routes/.aside/blog.*; sleep 5",
    ]);
  });

  test("fails where the router is there and did not do it", () => {
    expect(run(router({ exec: "exit 1" }), withdraw).status).not.toBe(0);
  });

  test("is done where the router is gone: a service must not outlive it", () => {
    expect(run(router({ exec: "exit 1", inspect: "false" }), withdraw).status).toBe(0);
  });

  test("fails where the host is not reached: the route would come back with it", () => {
    expect(run(router({ exec: "exit 255", inspect: "exit 255" }), withdraw).status).not.toBe(0);
  });
});

test("a title chooses its script and no other, whatever characters it has", () => {
  const titled = [
    { title: "make it's", script: "echo made" },
    { title: "remove *", script: "echo removed" },
  ];
  for (const [at, said] of ["made\n", "removed\n"].entries()) {
    const { stdout } = new Bench([]).run([...byTitle(titled), titled[at]?.title ?? ""], "");
    expect(stdout).toBe(said);
  }
});
