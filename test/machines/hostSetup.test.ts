import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderDaemon } from "../../components/hosts/hostSetup/daemon";
import { renderEngine } from "../../components/hosts/hostSetup/engine";
import { parseFacts, renderFacts } from "../../components/hosts/hostSetup/facts";
import { renderKnown, renderMark } from "../../components/hosts/hostSetup/known";
import type { OwnMark } from "../../components/hosts/hostSetup/marks";
import { renderSshKeysOnly, renderSshLimits } from "../../components/hosts/hostSetup/sshd";
import { renderSupported } from "../../components/hosts/hostSetup/supported";
import { renderNoSwap, renderSwap } from "../../components/hosts/hostSetup/swap";
import { renderTime } from "../../components/hosts/hostSetup/time";
import { renderSecurityUpdates, renderUpdate } from "../../components/hosts/hostSetup/updates";
import { buildTestImages } from "../images/build";
import { keyFile } from "../support/machine/enter";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { take } from "../support/machine/step";
import { swapTurn } from "../support/machine/swap";
import type { Turn } from "../support/turn";

/** Bare machines of both releases, with root and with a user, to an engine; and once more. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
const machines = new Map<number, Machine>();

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  const common = { network, authorizedKey: keys.publicKey };
  machines.set(12, await startMachine({ ...common, name: "twelve", user: "deploy", sudo: "password" }));
  machines.set(13, await startMachine({ ...common, name: "thirteen", debian: 13 }));
});

afterAll(async () => {
  await Promise.all([...machines.values()].map((machine) => machine.stop()));
  await network?.close();
  file.remove();
});

const machineOf = (release: number): Machine => {
  const machine = machines.get(release);
  if (!machine) throw new Error(`Debian ${release} has not started`);
  return machine;
};

const markOf = (stack: string): OwnMark => ({
  origin: { project: "homeport", stack },
  id: `of-${stack}`,
  wishes: {},
  agreed: [],
});

const stepsOf = ({ name, user }: Machine): [string, string][] => [
  ["supported", renderSupported(name)],
  ["known", renderMark(name, markOf("prod"))],
  ["ssh-limits", renderSshLimits(name)],
  ["update", renderUpdate(name, "2026-11")],
  ["security-updates", renderSecurityUpdates(name)],
  ["time", renderTime(name)],
  ["engine", renderEngine(name, { from: "distribution", compose: true, user })],
  ["daemon", renderDaemon(name, {})],
  ["ssh-keys", renderSshKeysOnly(name)],
  ["facts", renderFacts(name, "0123456789ab")],
];

async function setUp(machine: Machine): Promise<string> {
  let last = "";
  for (const [step, script] of stepsOf(machine)) {
    const { status, stdout, stderr } = await take(machine, file.path, script);
    expect({ step, status, stderr }).toEqual({ step, status: 0, stderr: "" });
    last = stdout;
  }
  return last;
}

/** All that set-up could change: what is in /etc, with its times, the packages, and what runs. */
const stateOf = (machine: Machine) =>
  machine.run(`find /etc -type f -printf '%p %m %T@\\n' | sort
find /etc -type f -exec sha256sum {} + | sort
dpkg-query -W -f '\${Package} \${Version} \${db:Status-Status}\\n'
cat /run/docker.pid /run/sshd.pid`);

describe.each([12, 13])("a bare Debian %s", (release) => {
  test("becomes a machine with an engine that is set as Homeport wants it", async () => {
    const machine = machineOf(release);
    const facts = parseFacts(await setUp(machine));
    expect(facts).toMatchObject({
      os: { id: "debian", version: String(release) },
      addresses: [machine.address],
      disk: { path: "/var/lib/docker" },
      engine: { api: release === 12 ? "1.41" : "1.45" },
      compose: expect.stringMatching(release === 12 ? /^1\.29/ : /^2\./),
    });
    const [, kibibytes] = /^MemTotal: +(\d+) kB/.exec(await machine.run("cat /proc/meminfo")) ?? [];
    expect(facts.memoryBytes).toBe(Number(kibibytes) * 1024);
    expect(facts.disk.freeBytes).toBeLessThan(facts.disk.bytes);
    const watched = "fs.inotify.max_user_instances = 1024\n";
    expect(await machine.run("cat /etc/sysctl.d/60-homeport-watched-files.conf")).toBe(watched);
    const info = JSON.parse(await machine.run("docker info --format '{{json .}}'"));
    expect(info).toMatchObject({ LiveRestoreEnabled: true, LoggingDriver: "json-file" });
    expect(info.DefaultAddressPools).toEqual([
      { Base: "172.17.0.0/16", Size: 24 },
      { Base: "172.18.0.0/16", Size: 24 },
    ]);
  });

  test("takes many connections at once, by keys only", async () => {
    const settings = await machineOf(release).run("sshd -T");
    expect(settings).toContain("maxstartups 100:30:200\n");
    expect(settings).toContain("maxsessions 100\n");
    expect(settings).toContain("passwordauthentication no\n");
    expect(settings).toContain("kbdinteractiveauthentication no\n");
  });

  test("installs security updates and no others by itself", async () => {
    const said = await machineOf(release).run("unattended-upgrade --dry-run --debug 2>&1");
    const origins = /Allowed origins are: (.*)/.exec(said)?.[1];
    const codename = release === 12 ? "bookworm" : "trixie";
    expect(origins).toBe(
      `origin=Debian,codename=${codename}-security,label=Debian-Security, origin=Ubuntu,archive=${codename}-security`,
    );
  });

  test("set up once more is not changed in anything, and nothing of it restarts", async () => {
    const machine = machineOf(release);
    const before = await stateOf(machine);
    await setUp(machine);
    expect(await stateOf(machine)).toBe(before);
  });
});

test("is known again by the stack that has set it up, and by no other", async () => {
  const machine = machineOf(12);
  const known = (stack: string) => take(machine, file.path, renderKnown(machine.name, markOf(stack)));
  expect(await known("prod")).toMatchObject({ status: 0, stderr: "" });
  const { status, stderr } = await known("staging");
  expect(status).toBe(1);
  expect(stderr).toContain("host twelve: this is another machine than before: what staging had there");
  expect(stderr).toContain(`grep -o 'urn:[^"]*DockerHost::twelve'`);
});

test("whoever enters may use the engine", async () => {
  expect(await machineOf(12).run("su deploy -c 'docker version --format {{.Server.Version}}'")).toMatch(
    /^20\.10/,
  );
});

describe("a swap file", () => {
  let swap: Turn;
  beforeAll(async () => {
    swap = await swapTurn();
  });
  afterAll(() => swap?.release());

  test("is not made on a disk that cannot hold one: that is told, and nothing of it stays", async () => {
    const machine = machineOf(13);
    const { status, stderr } = await take(machine, file.path, renderSwap(machine.name, "64MiB"));
    expect(status).toBe(1);
    expect(stderr).toContain("host thirteen: a swap file cannot be used here:");
    expect(await machine.run("ls /var/lib/homeport; grep -c homeport /etc/fstab || :")).toBe("0\n");
  });

  test("is made, stays, changes its size and goes again", async () => {
    const machine = machineOf(13);
    // The file system of a container can hold none.
    await machine.run(
      "mkdir -p /var/lib/docker/swap /var/lib/homeport; mount --bind /var/lib/docker/swap /var/lib/homeport",
    );
    const swaps = async () => (await machine.run("tail -n +2 /proc/swaps")).replace(/\s+/g, " ");
    const inode = () => machine.run("stat -c %i /var/lib/homeport/swap");
    const fstab = await machine.run("cat /etc/fstab");
    const apply = async (script: string) =>
      expect(await take(machine, file.path, script)).toEqual({ status: 0, stdout: "", stderr: "" });
    try {
      await apply(renderSwap(machine.name, "64MiB"));
      expect(await swaps()).toContain("/var/lib/homeport/swap file 65532 ");
      expect(await machine.run("stat -c %a /var/lib/homeport/swap")).toBe("600\n");
      expect(await machine.run("tail -n 1 /etc/fstab")).toBe(
        "/var/lib/homeport/swap none swap sw 0 0 # Homeport\n",
      );
      const before = await inode();
      await apply(renderSwap(machine.name, "64MiB"));
      expect(await inode()).toBe(before);
      await apply(renderSwap(machine.name, "96MiB"));
      expect(await swaps()).toContain("/var/lib/homeport/swap file 98300 ");
      expect(await machine.run("grep -c Homeport /etc/fstab")).toBe("1\n");
    } finally {
      // It is the whole computer's, and outlives the container.
      await apply(renderNoSwap(machine.name));
    }
    expect(await swaps()).not.toContain("/var/lib/homeport/swap");
    expect(await machine.run("cat /etc/fstab; ls /var/lib/homeport")).toBe(fstab);
  });
});
