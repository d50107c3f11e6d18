import { describe, expect, test } from "vitest";
import { readyCommand } from "../../../../components/front/certificates/keeper/component";
import { renderKeeper } from "../../../../components/front/certificates/keeper/config";
import { keeperProgram } from "../../../../components/front/certificates/keeper/program";
import { renderKeeperReady } from "../../../../components/front/certificates/keeper/ready";
import { byTitle } from "../../../../components/shared/titled";
import { Bench, syntaxError } from "../../bench";
import { expectGolden } from "../../golden";

test("the keeper is told the same for the same lines, in whatever order they come", () => {
  const lines = { "b.example.org": "second", "*.a.example.org": "first" };
  const task = { directory: "/etc/letsencrypt", visitors: ["172.30.70.254"] };
  const text = renderKeeper({ ...task, lines });
  expectGolden("keeper/config.json", `${text}\n`);
  const others = Object.fromEntries(Object.entries(lines).reverse());
  expect(renderKeeper({ ...task, lines: others })).toBe(text);
});

test("the program fits into a command line, and asks for nothing but what Node.js has", () => {
  const program = keeperProgram();
  expect(Buffer.byteLength(program)).toBeLessThan(64 * 1024);
  const wanted = [...program.matchAll(/require\("([^."][^"]*)"\)/g)].map(([, name]) => name);
  expect(wanted.filter((name) => !name?.startsWith("node:"))).toEqual([]);
  expect(wanted.length).toBeGreaterThan(4);
});

describe("waiting for a keeper", () => {
  test.each([true, false])("reads to the letter, and every shell reads it (strict: %s)", (strict) => {
    expectGolden(`keeper/ready-${strict ? "strict" : "patient"}.sh`, renderKeeperReady(strict));
    expect(syntaxError(renderKeeperReady(strict))).toBe("");
  });

  const keeper = (answer: string) => new Bench([]).fake("wget", answer);
  const outcome = (bench: Bench, strict = true) => {
    const { status, stderr } = bench.sh(renderKeeperReady(strict));
    return { status, stderr };
  };

  test("ends as soon as it answers that all is well", () => {
    const bench = keeper('[ "$(grep -c wget "$BENCH/calls")" -gt 2 ]');
    const { status, calls } = bench.sh(renderKeeperReady(true));
    expect(status).toBe(0);
    expect(calls.filter((call) => call.startsWith("wget"))).toEqual(
      Array(3).fill("wget -q -T 10 -O - http://127.0.0.1:8081/problems"),
    );
  });

  test("fails with every domain that has no certificate, before anything goes live", () => {
    expect(outcome(keeper("echo 'a.example.org: expired'; echo 'b.example.org: missing'"))).toEqual({
      status: 3,
      stderr:
        "these domains have no certificate that could go live:\na.example.org: expired\nb.example.org: missing\n",
    });
  });

  test("does not wait for certificates that an issuer is still to get", () => {
    expect(outcome(keeper("echo 'a.example.org: missing'"), false)).toEqual({ status: 0, stderr: "" });
  });

  test.each([true, false])("gives up on one that never answers (strict: %s)", (strict) => {
    expect(outcome(keeper("false"), strict)).toEqual({
      status: 1,
      stderr:
        "after 180 s, the keeper of certificates does not answer, or the farm has not judged what it was offered\n",
    });
  });
});

describe("the command that waits for a keeper", () => {
  const run = (status: number) => {
    const docker = `case "$1" in exec) cat > "$BENCH/script"; exit ${status};; logs) echo gave up;; esac`;
    const bench = new Bench([]).fake("docker", docker);
    const command = readyCommand("farm", "prod-farm-keeper-1a2b3c4");
    return { bench, ...bench.run([...byTitle([command]), command.title], "the script") };
  };

  test("hands the script to the keeper's shell", () => {
    const { bench, status, calls } = run(0);
    expect([status, bench.read("script")]).toEqual([0, "the script"]);
    expect(calls).toEqual(["docker exec -i prod-farm-keeper-1a2b3c4 sh"]);
  });

  test("shows no log below the list of domains: it would say the same again", () => {
    const { status, stderr, calls } = run(3);
    expect([status, stderr]).toEqual([1, ""]);
    expect(calls).toHaveLength(1);
  });

  test("shows the last lines of a keeper that does not answer, and fails", () => {
    const { status, stderr } = run(1);
    expect(status).toBe(1);
    expect(stderr).toBe("the last lines that prod-farm-keeper-1a2b3c4 logged:\ngave up\n");
  });
});
