import { describe, expect, test } from "vitest";
import { renderFit, renderUnfit, renderWorks } from "../../../../components/front/haproxy/start";
import { exchangeCommand } from "../../../../components/hosts/exchange/command";
import { syntaxError } from "../../bench";
import { expectGolden } from "../../golden";
import { engine, type FakeContainer, farm, left, run } from "./engine";

const swap = { thing: farm, container: "new", graceSeconds: 2 };
const command = exchangeCommand("farm", swap, { works: "works", leave: "leave", stay: "stay" });
const fresh: FakeContainer = { state: "created" };

test("the script reads to the letter, and every shell reads it", () => {
  const inside = { works: renderWorks(), leave: renderFit(2000), stay: renderUnfit() };
  const { script } = exchangeCommand("farm", swap, inside);
  expectGolden("exchange/farm.sh", script);
  expect(syntaxError(script)).toBe("");
});

describe("a container that takes the place of another", () => {
  test("is started when that one has been stopped, is asked whether it works, and only then the other goes", () => {
    const bench = engine({ old: {}, new: fresh });
    const { status, stdout, stderr, changes } = run(bench, command);
    expect([status, stdout, stderr]).toEqual([0, "", ""]);
    expect(changes).toEqual([
      "exec old sh -c leave",
      "stop -t 2 old",
      "start new",
      "exec new sh -c works",
      "stop -t 2 old",
      "rm --force old",
    ]);
    expect(left(bench, "old", "new")).toEqual({ old: undefined, new: "running" });
  });

  test("and is the first one is started, and asked nothing: it has nothing to work with yet", () => {
    const { status, stdout, changes } = run(engine({ new: fresh }), command);
    expect([status, stdout, changes]).toEqual([0, "", ["start new"]]);
  });

  test("takes that of all that an update has left behind, whatever has become of them", () => {
    const bench = engine({ a: {}, b: { state: "exited" }, c: fresh, d: { state: "restarting" }, new: fresh });
    expect(run(bench, command).status).toBe(0);
    expect(left(bench, "a", "b", "c", "d", "new")).toMatchObject({ new: "running" });
    expect(Object.values(left(bench, "a", "b", "c", "d"))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  test.each<[string, FakeContainer]>([
    ["of another environment", { environment: "staging", networks: "b", mounts: "c" }],
    ["of another project", { project: "other", networks: "b", mounts: "c" }],
    ["of another host's network", { networks: "prod-network-9f8e7d6", mounts: "c" }],
    ["that is something else", { component: "keeper" }],
    ["of a service with the same name", { deploys: "stop-first" }],
  ])("leaves one alone %s", (_, other) => {
    const bench = engine({ other, new: fresh });
    expect(run(bench, command).status).toBe(0);
    expect(left(bench, "other")).toEqual({ other: "running" });
  });

  test.each<[string, FakeContainer]>([
    ["environment", { environment: "formerly" }],
    ["network", { networks: "prod-network-9f8e7d6" }],
  ])("finds the one before it by their volume, after a change of the %s", (_, old) => {
    const bench = engine({ old, new: fresh });
    expect(run(bench, command).status).toBe(0);
    expect(left(bench, "old", "new")).toEqual({ old: undefined, new: "running" });
  });
});

describe("where it cannot take its place", () => {
  const refusing = (refuses: string) => engine({ old: {}, new: { ...fresh, refuses } });

  test.each([
    [
      "driver failed programming external connectivity on endpoint x (9f): Error starting userland proxy: listen tcp4 10.9.9.9:443: bind: cannot assign requested address",
      'new does not start: its machine does not have the address 10.9.9.9, at which port 443 is to be published.\n  Choose one of those that "ip -brief address" lists there, or 0.0.0.0 for all of IPv4, and :: for all there are.\n',
    ],
    [
      "failed to set up container networking: driver failed programming external connectivity on endpoint x: failed to bind host port 10.9.9.9:443/tcp: cannot assign requested address",
      "does not have the address 10.9.9.9, at which port 443",
    ],
    [
      "driver failed programming external connectivity on endpoint x: Bind for 0.0.0.0:7443 failed: port is already allocated",
      "new does not start: port 7443 is held by the container other of the environment staging.\n  Choose another port; or stop that one, unless it is another environment's.\n",
    ],
    [
      "Error starting userland proxy: listen tcp4 127.0.0.1:7443: bind: address already in use",
      'port 7443 of 127.0.0.1 is held by another program of its machine.\n  Stop the one that "ss -ltnp sport = :7443" shows there, or choose another port.\n',
    ],
    [
      "failed to bind host port for 0.0.0.0:80:172.18.0.2:80/tcp: address already in use",
      "port 80 of 0.0.0.0 is held by another program",
    ],
    [
      "Error response from daemon: Address already in use",
      "its address in the environment's network, 172.30.70.254, is held by the container squatter.",
    ],
    [
      'OCI runtime create failed: exec: "server": executable file not found in $PATH: unknown',
      'the image has no program "server", which it is to run.',
    ],
    ["something else\nError: failed to start containers: new", "new does not start: something else\n"],
  ])("the one before it has it again, and the cause is told in plain words: %s", (refuses, told) => {
    const bench = refusing(`Error response from daemon: ${refuses}`);
    const { status, stderr, changes } = run(bench, command);
    expect(status).toBe(1);
    expect(stderr).toContain(told);
    expect(stderr.endsWith("\nold runs again, as before\n")).toBe(true);
    expect(left(bench, "old")).toEqual({ old: "running" });
    expect(changes.slice(-2)).toEqual(["start old", "exec old sh -c stay"]);
  });

  test("as it does not work, it is stopped first, and its last lines are shown", () => {
    const bench = engine(
      { old: {}, new: fresh },
      { exec: 'case $words in *" works "*) exit 137 ;; esac', inspect: "echo restarting false 3 2 0" },
    );
    const { status, stderr, changes } = run(bench, command);
    expect(status).toBe(1);
    expect(stderr).toBe(
      "new does not work: it ended with exit status 3, and was started again 2 times\nthe last lines that new logged:\nlog of new\nold runs again, as before\n",
    );
    expect(changes.slice(-3)).toEqual(["stop -t 2 new", "start old", "exec old sh -c stay"]);
    expect(left(bench, "old", "new")).toEqual({ old: "running", new: "exited" });
  });

  test("as the one before it does not end, it is not even tried", () => {
    const bench = engine({ old: {}, new: fresh }).write("stubborn", "");
    const { status, changes } = run(bench, command);
    expect(status).toBe(1);
    expect(changes).not.toContain("start new");
    expect(left(bench, "old", "new")).toEqual({ old: "running", new: "created" });
  });

  test("as the engine does not answer, nothing is touched", () => {
    const bench = engine({ old: {}, new: fresh }).write("silent", "");
    const { status, stderr, changes } = run(bench, command);
    expect([status, changes]).toEqual([1, []]);
    expect(stderr).toContain("the engine does not tell which containers of farm there are");
  });

  test("and nothing ran before, it stays: what comes next may say why", () => {
    const bench = engine({ leftover: fresh, new: fresh }, { exec: "exit 1" });
    const { status, stderr } = run(bench, command);
    expect(status).toBe(1);
    expect(stderr).toContain("nothing ran before that could run again\n");
    expect(left(bench, "new")).toEqual({ new: "running" });
  });
});

describe("after an update that was killed", () => {
  const ended = (time: string): FakeContainer => ({ state: "exited", ended: `2026-11-27T${time}Z` });

  test("between stop and start, the new one is started", () => {
    const bench = engine({ old: ended("10:00:00"), new: fresh });
    expect(run(bench, command).status).toBe(0);
    expect(left(bench, "old", "new")).toEqual({ old: undefined, new: "running" });
  });

  test("and whose new one does not start, the one that ended last is back", () => {
    const bench = engine({
      never: fresh,
      older: ended("09:00:00"),
      old: ended("10:00:00"),
      new: { ...fresh, refuses: "no" },
    });
    const { status, stderr } = run(bench, command);
    expect([status, stderr]).toEqual([1, "new does not start: no\nold runs again, as before\n"]);
    expect(left(bench, "never", "older", "old")).toEqual({
      never: "created",
      older: "exited",
      old: "running",
    });
  });
});
