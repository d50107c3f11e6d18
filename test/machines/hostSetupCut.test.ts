import { afterAll, beforeAll, expect, test } from "vitest";
import { renderEngine } from "../../components/hosts/hostSetup/engine";
import { buildTestImages } from "../images/build";
import { keyFile } from "../support/machine/enter";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { begin, take } from "../support/machine/step";
import { waitFor } from "../support/wait";

/** Set-up that is cut off in the middle, and the next one. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let machine: Machine;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
});

afterAll(async () => {
  await machine?.stop();
  await network?.close();
  file.remove();
});

const bare = async (debian: 12 | 13) => {
  await machine?.stop();
  machine = await startMachine({ name: "cut", network, authorizedKey: keys.publicKey, debian });
};
const engine = () => renderEngine("cut", { from: "distribution", compose: true, user: "root" });
const complete = async () => {
  const { status, stdout, stderr } = await take(machine, file.path, engine());
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^Docker engine \d+\./);
  expect(await machine.run("dpkg --audit")).toBe("");
};
const state = (name: string) =>
  machine.run(`dpkg-query -W -f='\${db:Status-Status}' ${name} 2>/dev/null || :`);
const halfWay = () =>
  waitFor(
    "dpkg to be in the middle of it",
    async () => !["", "not-installed", "installed"].includes(await state("docker.io")),
    90,
  );

test("power lost while packages are unpacked: the next run completes it", async () => {
  await bare(13);
  const running = begin(machine, file.path, engine());
  await halfWay();
  await machine.kill();
  const { status, stderr } = await running.done;
  expect([status, stderr]).toEqual([255, expect.stringContaining("host cut: not reached over SSH")]);
  await machine.start();
  await complete();
});

test("connection cut: what it began goes on, and the next run waits for it and completes it", async () => {
  await bare(12);
  const running = begin(machine, file.path, engine());
  await halfWay();
  running.cut();
  await complete();
});

test("others who are at the packages are waited for", async () => {
  await machine.run("apt-get -q remove --yes docker-compose >/dev/null 2>&1");
  const holder = machine.run(
    `exec 3<>/var/lib/dpkg/lock-frontend
perl -e 'use Fcntl; my $lock = pack("s s l! l! i", F_WRLCK, SEEK_SET, 0, 0, 0); open(my $file, "+<&=", 3); fcntl($file, F_SETLK, $lock) or die; open(my $told, ">", "/tmp/held"); close($told); sleep 6; unlink("/tmp/held")'`,
  );
  await waitFor("the lock", () =>
    machine.run("test -e /tmp/held").then(
      () => true,
      () => false,
    ),
  );
  const later = begin(machine, file.path, engine());
  await holder;
  expect(await later.done).toMatchObject({ status: 0, stderr: "" });
});

test("no network on the machine: an error with what apt says, and nothing is half done", async () => {
  await machine.run("apt-get -q remove --yes docker-compose >/dev/null 2>&1; cp /etc/apt/sources.list /root");
  await machine.run("echo 'deb http://192.0.2.1/debian bookworm main' >/etc/apt/sources.list");
  await machine.run(
    'echo \'Acquire::http::Timeout "2"; Acquire::http::Proxy "DIRECT";\' >/etc/apt/apt.conf.d/99short',
  );
  await machine.run("ip route add unreachable 192.0.2.0/24");
  const { status, stderr } = await take(machine, file.path, engine());
  expect(status).toBe(1);
  expect(stderr).toContain("host cut: apt cannot");
  expect(stderr).toContain("192.0.2.1");
  await machine.run("mv /root/sources.list /etc/apt/sources.list; rm /etc/apt/apt.conf.d/99short");
  await complete();
});
