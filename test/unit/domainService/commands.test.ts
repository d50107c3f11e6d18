import { describe, expect, test } from "vitest";
import { publishCommand, withdrawCommand } from "../../../components/domainService/commands";
import { hiddenVariable } from "../../../components/shared/inside";
import { byTitle, type Titled } from "../../../components/shared/titled";
import { Bench } from "../bench";

/** A host whose `docker exec` and `docker inspect` do what is said, and whose containers all log the same. */
function host({ exec = "cat >/dev/null", inspect = "true", log = "gave up" } = {}): Bench {
  return new Bench([]).fake(
    "docker",
    `case "$1" in exec) ${exec};; inspect) ${inspect};; logs) printf '%s\\n' '${log}';; esac`,
  );
}

/** Runs a command as Pulumi's provider does: the interpreter's words, then the title. */
function run(bench: Bench, command: Titled, hidden = "") {
  return bench.run([...byTitle([command]), command.title], "the script", { [hiddenVariable]: hidden });
}

const publish = publishCommand("blog", "prod-router-1a2b3c4");
const neverReady = "echo prod-blog-0-5d6e7f8; exit 1";

describe("publishing", () => {
  test("hands the script to the router's shell on its standard input: no process list shows it", () => {
    const bench = host({ exec: 'cat > "$BENCH/script"' });
    const { status, stdout, calls } = run(bench, publish);
    expect([status, stdout, bench.read("script")]).toEqual([0, "", "the script"]);
    expect(calls).toEqual(["docker exec -i -u 0:65532 prod-router-1a2b3c4 sh"]);
  });

  test("shows the last lines of the container that never got ready, and fails", () => {
    const { status, stderr, calls } = run(host({ exec: neverReady, log: "database unreachable" }), publish);
    expect(status).toBe(1);
    expect(stderr).toBe("the last lines that prod-blog-0-5d6e7f8 logged:\ndatabase unreachable\n");
    expect(calls.at(-1)).toBe("docker logs --tail 20 prod-blog-0-5d6e7f8");
  });

  test("waits until the engine finds every container healthy, where a health command is given", () => {
    const watched = { containers: ["prod-blog-0-5d6e7f8", "prod-blog-1-9a8b7c6"], seconds: 5 };
    const command = publishCommand("blog", "prod-router-1a2b3c4", watched);
    const health = (second: string) =>
      host({ inspect: `printf 'prod-blog-0-5d6e7f8 healthy\\nprod-blog-1-9a8b7c6 ${second}\\n'` });
    const well = run(health("healthy"), command);
    expect([well.status, well.calls.at(-1)]).toEqual([0, "docker exec -i -u 0:65532 prod-router-1a2b3c4 sh"]);
    for (const state of ["starting", "unhealthy"]) {
      const { status, stderr, calls } = run(health(state), command);
      expect(status).toBe(1);
      expect(stderr).toContain(
        "prod-blog-1-9a8b7c6 is not healthy after 5 s\nthe last lines that prod-blog-1",
      );
      expect(calls.some((call) => call.startsWith("docker exec"))).toBe(false);
    }
  });

  test("shows the router's where no container is to blame", () => {
    const { status, calls } = run(host({ exec: "exit 1" }), publish);
    expect(status).toBe(1);
    expect(calls.at(-1)).toBe("docker logs --tail 20 prod-router-1a2b3c4");
  });
});

describe("secrets in the lines that are shown are blotted out: everyone who sees the update reads them", () => {
  const shown = (log: string, hidden: string) => run(host({ exec: neverReady, log }), publish, hidden).stderr;

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
    const { status, stderr } = run(host({ exec: neverReady, log: `p=${hidden}!` }), publish, hidden);
    expect([status, stderr]).toEqual([1, expect.stringContaining("!\n")]);
  });

  test("and nothing is where there are none", () => {
    expect(shown("as it was", "")).toContain("\nas it was\n");
    expect(shown("as it was", "\n\n")).toContain("\nas it was\n");
  });
});

describe("withdrawing", () => {
  const withdraw = withdrawCommand("blog", "prod-router-1a2b3c4", 5);

  test("runs inside the router", () => {
    const { status, calls } = run(host(), withdraw);
    expect(status).toBe(0);
    expect(calls).toEqual([
      "docker exec -i -u 0:65532 prod-router-1a2b3c4 sh -c rm -f /etc/traefik/routes/blog.yml /etc/traefik/routes/blog.users; sleep 5",
    ]);
  });

  test("fails where the router is there and did not do it", () => {
    expect(run(host({ exec: "exit 1" }), withdraw).status).not.toBe(0);
  });

  test("is done where the router is gone: a service must not outlive it", () => {
    expect(run(host({ exec: "exit 1", inspect: "false" }), withdraw).status).toBe(0);
  });

  test("fails where the host is not reached: the route would come back with it", () => {
    expect(run(host({ exec: "exit 255", inspect: "exit 255" }), withdraw).status).not.toBe(0);
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
