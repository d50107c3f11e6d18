import { expect, test } from "vitest";
import type { HostSetup } from "../../../../components/hosts/hostSetup/args";
import { oneAtATime } from "../../../../components/hosts/hostSetup/shell";
import { stepsOf } from "../../../../components/hosts/hostSetup/steps";
import { Bench } from "../../bench";

const entry = { user: "root", port: 22, id: "0123456789abcdef" };
const deployer = { origin: { project: "homeport", stack: "prod" }, agreed: [] };
const textsOf = (setup: HostSetup) =>
  new Map(stepsOf("apps", setup, deployer).map(({ role, script }) => [role, script(entry)]));
const runner = { url: "https://gitlab.example.org", token: "glrt-geheim" };
const everything: HostSetup = {
  update: "2026-11",
  securityUpdates: true,
  timeSync: true,
  swapFile: "2GiB",
  firewall: { public: [443] },
  gitlabRunner: runner,
  sshKeysOnly: true,
};

test("engine, daemon.json and the limits of SSH are set up in any case", () => {
  expect([...textsOf({}).keys()]).toEqual(["supported", "known", "ssh-limits", "engine", "daemon"]);
});

test("a machine is looked at first, and entered anew before its firewall is kept", () => {
  expect([...textsOf(everything).keys()]).toEqual([
    "supported",
    "known",
    "ssh-limits",
    "update",
    "security-updates",
    "time",
    "swap",
    "engine",
    "daemon",
    "firewall",
    "firewall-kept",
    "runner",
    "ssh-keys",
  ]);
});

test.each<[string, HostSetup, string[]]>([
  ["engine", { engine: { from: "docker" } }, ["known", "engine"]],
  ["version", { engine: { from: "distribution", version: "26" } }, ["known", "engine"]],
  ["compose", { compose: false }, ["engine"]],
  ["daemon", { daemon: { debug: true } }, ["known", "daemon"]],
  ["update", { update: "2026-12" }, ["update"]],
  ["swapFile", { swapFile: "4GiB" }, ["known", "swap"]],
  ["firewall", { firewall: { public: [80, 443] } }, ["known", "firewall", "firewall-kept"]],
  ["gitlabRunner", { gitlabRunner: { ...runner, executor: "shell" } }, ["known", "runner"]],
])(
  "a change of %s runs the steps of that alone again, and tells those who use the machine too where it concerns them",
  (_, change, expected) => {
    const [before, after] = [textsOf(everything), textsOf({ ...everything, ...change })];
    expect([...after].filter(([role, text]) => before.get(role) !== text).map(([role]) => role)).toEqual(
      expected,
    );
  },
);

test.each<[keyof HostSetup, string[]]>([
  ["securityUpdates", ["security-updates"]],
  ["swapFile", ["swap"]],
  ["firewall", ["firewall"]],
  ["gitlabRunner", ["runner"]],
  ["sshKeysOnly", ["ssh-keys"]],
])("without %s, what it did is undone", (option, roles) => {
  const { [option]: gone, ...rest } = everything;
  const left = textsOf(rest);
  const undone = stepsOf("apps", everything, deployer).filter(({ role, undo }) => !left.has(role) && undo);
  expect(undone.map(({ role }) => role)).toEqual(roles);
});

test("a token is in no text: it comes in", () => {
  const steps = stepsOf("apps", everything, deployer);
  expect(
    JSON.stringify(steps.map(({ title, script, undo }) => [title, script(entry), undo?.script(entry)])),
  ).not.toContain("geheim");
  expect(steps.filter(({ stdin }) => stdin !== undefined).map(({ role }) => role)).toEqual(["runner"]);
});

test("while another set-up is at work on the machine, a step waits, and says so where that does not end", () => {
  const run = (script: string, status = "") => {
    const bench = new Bench([]).fake("flock", status || 'for last; do :; done; exec sh -c "$last"');
    return bench.run(["/bin/sh", "-c", oneAtATime("apps", script)], "input");
  };
  expect(run("cat; exit 3")).toMatchObject({ status: 3, stdout: "input", stderr: "" });
  const { status, stderr } = run("true", "exit 75");
  expect([status, stderr]).toEqual([
    75,
    expect.stringContaining("host apps: another set-up has been at work there for 15 minutes."),
  ]);
});
