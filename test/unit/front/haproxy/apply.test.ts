import { describe, expect, test } from "vitest";
import { renderApply } from "../../../../components/front/haproxy/apply";
import { configDirectory, configPath } from "../../../../components/front/haproxy/paths";
import { loadStates, serverStates } from "../../../../components/front/haproxy/states";
import { takenList, takenName } from "../../../../components/front/haproxy/taken";
import { section, statesPath, statesPrefix, withRevision } from "../../../../components/front/haproxy/text";
import { Bench, syntaxError } from "../../bench";
import { expectGolden } from "../../golden";

const config = withRevision([
  section("defaults", "mode http", loadStates, "# $HOME `id` 'stays as it is'"),
  section("backend router_own", "server own own-traefik:80 check inter 1s"),
]);
const states = serverStates(config.text) ?? "";
const earlierStates = `${statesPrefix}0123earlier`;

test("the script reads to the letter, and every shell reads it", () => {
  expectGolden("apply.sh", renderApply(config));
  expect(syntaxError(renderApply(config))).toBe("");
});

test("a first configuration waits for the certificates that it names, and is refused with the reason where there are none", () => {
  const named = withRevision(
    [section("frontend web", `bind :443 ssl crt-list ${takenList}`)],
    [`file ${takenName}`],
  );
  expect(syntaxError(renderApply(named))).toBe("");
  expect(renderApply(named)).toContain(`poll 60 test -f ${takenName} ||`);
  expect(renderApply(config)).not.toContain("poll ");
});

/** HAProxy's container: whether it accepts the new file, and which revision it answers with. */
function haproxy({ valid = true, revision = config.revision } = {}): Bench {
  return new Bench([configDirectory])
    .fake("haproxy", valid ? "true" : 'echo "unknown keyword" >&2; false')
    .fake("wget", `echo ${revision}`);
}

const validation = `haproxy -c -dW -f BENCH${configPath}.new`;
const asked = "wget -q -T 2 -O - http://127.0.0.1:8406/";
const reload = "kill -USR2 1";

function apply(bench: Bench) {
  const { status, stderr, calls } = bench.sh(renderApply(config));
  return { status, stderr, calls: calls.map((call) => call.replace(bench.folder, "BENCH")) };
}

test("a first configuration is validated and put where HAProxy waits for it: there is nothing to reload", () => {
  const bench = haproxy();
  expect(apply(bench)).toEqual({ status: 0, stderr: "", calls: [validation, asked] });
  expect(bench.read(configPath)?.replace(bench.folder, "")).toBe(config.text);
  expect(bench.read(`${configPath}.new`)).toBeUndefined();
  expect(bench.read(statesPath(states))).toBe(states);
});

test("a changed configuration is validated, reloaded once, and asked for until it is at work", () => {
  const bench = haproxy({
    revision: `$([ "$(grep -c wget "$BENCH/calls")" -gt 2 ] && echo ${config.revision})`,
  });
  bench.write(configPath, "earlier\n").write(earlierStates, "1\n");
  const { status, calls } = apply(bench);
  expect(status).toBe(0);
  expect(calls.filter((call) => !call.startsWith("sleep"))).toEqual([
    validation,
    reload,
    asked,
    asked,
    asked,
  ]);
  expect(bench.read(configPath)?.replace(bench.folder, "")).toBe(config.text);
  expect(bench.read(`${configPath}.old`)).toBeUndefined();
  expect(bench.read(statesPath(states))).toBe(states);
  expect(bench.read(earlierStates)).toBeUndefined();
});

describe("a configuration that HAProxy refuses", () => {
  test("fails the deployment with HAProxy's own words, and the earlier one is not touched", () => {
    const bench = haproxy({ valid: false }).write(configPath, "earlier\n").write(earlierStates, "1\n");
    const { status, stderr, calls } = apply(bench);
    expect(status).not.toBe(0);
    expect(stderr).toContain("unknown keyword");
    expect(calls).toEqual([validation]);
    expect(bench.read(configPath)).toBe("earlier\n");
    expect(bench.read(earlierStates)).toBe("1\n");
  });

  test("never becomes the first one either", () => {
    const bench = haproxy({ valid: false });
    expect(apply(bench).status).not.toBe(0);
    expect(bench.read(configPath)).toBeUndefined();
  });
});

test("a reload that does not come to an end fails, and the earlier configuration is back at work", () => {
  const bench = haproxy({ revision: "0123earlier" })
    .write(configPath, "earlier\n")
    .write(earlierStates, "1\n");
  const { status, stderr, calls } = apply(bench);
  expect(status).toBe(1);
  expect(stderr).toContain("HAProxy has not changed over within 15 s; the earlier configuration is back");
  expect(bench.read(configPath)).toBe("earlier\n");
  expect(bench.read(earlierStates)).toBe("1\n");
  expect(calls.filter((call) => call === reload)).toHaveLength(2);
  expect(calls.at(-1)).toBe(reload);
});
