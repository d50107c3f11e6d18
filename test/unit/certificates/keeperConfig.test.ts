import { describe, expect, test } from "vitest";
import { renderKeeper } from "../../../components/certificates/keeper/config";
import { keeperProgram } from "../../../components/certificates/keeper/program";
import { renderKeeperReady } from "../../../components/certificates/keeper/ready";
import { Bench, syntaxError } from "../bench";
import { expectGolden } from "../golden";

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
      stderr: "the keeper of certificates does not answer after 30 s\n",
    });
  });
});
