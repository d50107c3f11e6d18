import { afterAll, beforeAll, expect, test } from "vitest";
import type { HostSetup } from "../../components/hosts/hostSetup/args";
import { type Step, stepsOf } from "../../components/hosts/hostSetup/steps";
import { buildTestImages } from "../images/build";
import { keyFile } from "../support/machine/enter";
import { buildRunner } from "../support/machine/fakeRunner";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { begin, take } from "../support/machine/step";
import { swapTurn } from "../support/machine/swap";
import type { Turn } from "../support/turn";

/** One machine that several stacks use: what one of them does there, and what is left when it goes. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let machine: Machine;
let swap: Turn;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  machine = await startMachine({ name: "shared", network, authorizedKey: keys.publicKey, debian: 13 });
  await buildRunner(machine, "/srv/runner.deb", "18.0.0");
  swap = await swapTurn();
  // The file system of a container can hold no swap file.
  await machine.run(
    "mkdir -p /var/lib/docker/swap /var/lib/homeport; mount --bind /var/lib/docker/swap /var/lib/homeport",
  );
});

afterAll(async () => {
  // It is the whole computer's, and outlives the container.
  await machine?.run("swapoff /var/lib/homeport/swap 2>/dev/null || :");
  await swap?.release();
  await machine?.stop();
  await network?.close();
  file.remove();
});

const url = "https://gitlab.example.org";
const token = "glrt-of-both";
const everything: HostSetup = {
  securityUpdates: true,
  swapFile: "64MiB",
  daemon: { debug: true },
  firewall: { public: [8080] },
  gitlabRunner: { url, token, package: { from: "file", path: "/srv/runner.deb" } },
  sshKeysOnly: true,
};

/** A stack, as far as it deploys to this machine; `setup` is what its program says at the moment. */
class Stack {
  private done: Step[] = [];
  constructor(
    readonly name: string,
    readonly project = "homeport",
  ) {}

  /** Runs what `pulumi up` would, and undoes what is no longer asked for; the words of the step that failed. */
  async up(setup: HostSetup = {}): Promise<string> {
    const steps = stepsOf("shared", setup, {
      origin: { project: this.project, stack: this.name },
      agreed: [],
    });
    const isDone = ({ role }: Step) => this.done.some((one) => one.role === role);
    for (const step of steps) {
      const script = (isDone(step) ? (step.change ?? step) : step).script;
      const { status, stderr } = await this.run(script(this.entry), step.stdin ? token : "");
      if (status !== 0) return stderr;
    }
    const gone = this.done.filter(({ role }) => !steps.some((step) => step.role === role));
    this.done = steps;
    return this.undo(gone);
  }

  /** Runs what `pulumi destroy` would, as far as `most` steps. */
  async destroy(most = Number.POSITIVE_INFINITY): Promise<string> {
    const said = await this.undo(this.done.slice(-most));
    this.done = this.done.slice(0, -most);
    return said;
  }

  private async undo(steps: readonly Step[]): Promise<string> {
    let said = "";
    for (const { undo } of steps.toReversed()) {
      if (!undo) continue;
      const { status, stdout, stderr } = await this.run(undo.script(this.entry));
      expect({ title: undo.title, status, stderr }).toMatchObject({ status: 0 });
      said += stdout;
    }
    return said;
  }

  private run(script: string, input = "") {
    return take(machine, file.path, input ? `exec 0<<'END'\n${input}\nEND\n${script}` : script);
  }

  get entry() {
    return { user: "root", port: 22, id: `0${this.project}-${this.name}` };
  }
}

const prod = new Stack("prod");
const staging = new Stack("staging");
const other = new Stack("prod", "elsewhere");

/** All that another stack's end may not change. */
const stateOf = async () => (await rules()) + (await allElse());
const rules = () => machine.run("nft list table inet homeport 2>&1 || :");
const allElse = () =>
  machine.run(`sshd -T | grep -E '^(passwordauthentication|maxsessions) '
ls /etc/apt/apt.conf.d/60homeport-security-updates 2>&1 || :
tail -n +2 /proc/swaps | cut -f 1 | grep -c homeport || :
grep -A 1 '^.*name = ' /etc/gitlab-runner/config.toml 2>&1 || :
jq -cS . /etc/docker/daemon.json; docker info --format '{{.Debug}}'`);
let asSetUp: string;

test("a stack that only uses the machine changes nothing of what another has set up there, daemon.json neither", async () => {
  expect(await prod.up(everything)).toBe("");
  asSetUp = await stateOf();
  expect(asSetUp).toContain('name = "shared"');
  expect(asSetUp).toContain("passwordauthentication no");
  expect(await staging.up()).toBe("");
  expect(await stateOf()).toBe(asSetUp);
});

test("closing it leaves the machine as it was", async () => {
  expect(await staging.destroy()).toBe("");
  expect(await stateOf()).toBe(asSetUp);
});

test("who wishes something else is refused by name before anything is changed, settings of the engine too", async () => {
  const wrong = { ...everything, firewall: { public: [9090] }, daemon: { debug: false } };
  const said = await other.up(wrong);
  expect(said).toContain(
    "host shared: homeport/prod (its host shared) wishes something else of this machine",
  );
  expect(said).toContain('  daemon.debug: here {"debug":false}, there {"debug":true}');
  expect(said).toContain('  firewall: here {"machine":[],"private":[],"public":["9090"]}, there ');
  expect(await stateOf()).toBe(asSetUp);
  expect(await machine.run("ls /etc/homeport/known")).toBe("homeport.prod.shared\n");
});

test("another token for a runner of the same name is refused, and the runner stays registered", async () => {
  const mark = { origin: { project: "elsewhere", stack: "prod" }, id: "another", agreed: [] };
  const steps = stepsOf("shared", everything, mark);
  for (const role of ["known", "runner"]) {
    const script = steps
      .find((step) => step.role === role)
      ?.script({ user: "root", port: 22, id: "another" });
    const done = await take(machine, file.path, `exec 0<<'END'\nglrt-of-another\nEND\n${script}`);
    if (role === "known") expect(done).toMatchObject({ status: 0 });
    else
      expect(done.stderr).toContain(
        "homeport/prod (its host shared) has registered a GitLab runner of this name",
      );
  }
  expect(await stateOf()).toBe(asSetUp);
  await machine.run("rm /etc/homeport/known/elsewhere.prod.shared");
});

test("the owner's end leaves all to a stack of another project that wishes the same, half-way and at the end", async () => {
  expect(await other.up(everything)).toBe("");
  expect(await prod.destroy(3)).toContain(
    "left as it is: SSH by keys only; elsewhere/prod (its host shared)",
  );
  expect(await stateOf()).toBe(asSetUp);
  expect(await prod.destroy()).toContain(
    "left as it is: the firewall; elsewhere/prod (its host shared) uses this machine too.",
  );
  expect(await stateOf()).toBe(asSetUp);
});

test("an option that is taken away is undone alone, while another stack uses the machine", async () => {
  expect(await staging.up()).toBe("");
  const { firewall, ...rest } = everything;
  expect(await other.up(rest)).toBe("firewall is removed\n");
  expect(await rules()).toContain("No such file");
  expect(asSetUp.endsWith(await allElse())).toBe(true);
  expect(await other.up(everything)).toBe("");
  expect(await stateOf()).toBe(asSetUp);
});

test("the last one that goes undoes what was left to it, also after it was cut off", async () => {
  expect(await other.destroy()).toContain("left as it is: the swap file; homeport/staging (its host shared)");
  expect(await stateOf()).toBe(asSetUp);
  const known = stepsOf("shared", {}, { origin: { project: "homeport", stack: "staging" }, agreed: [] }).find(
    ({ role }) => role === "known",
  );
  const cut = begin(machine, file.path, known?.undo?.script(staging.entry) ?? "");
  await new Promise((done) => setTimeout(done, 400));
  cut.cut();
  await cut.done;
  await staging.destroy();
  const state = await stateOf();
  expect(state).toContain("passwordauthentication yes");
  expect(state).toContain("\n0\n");
  expect(state).not.toContain('name = "shared"');
  expect(state).toContain("60homeport-security-updates': No such file");
  expect(state).toMatch(/^Error: No such file/);
  expect(await machine.run("ls /etc/homeport/known /etc/homeport/left")).toBe(
    "/etc/homeport/known:\n\n/etc/homeport/left:\n",
  );
});
