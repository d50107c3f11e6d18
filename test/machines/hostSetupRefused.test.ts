import { afterAll, beforeAll, expect, test } from "vitest";
import { renderEngine } from "../../components/hosts/hostSetup/engine";
import { renderSshLimits } from "../../components/hosts/hostSetup/sshd";
import { renderSupported } from "../../components/hosts/hostSetup/supported";
import { renderSwap } from "../../components/hosts/hostSetup/swap";
import { buildTestImages } from "../images/build";
import { keyFile } from "../support/machine/enter";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { take } from "../support/machine/step";
import { swapTurn } from "../support/machine/swap";

/** What set-up cannot begin with is said before anything changes. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let machine: Machine;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  machine = await startMachine({
    ...{ name: "odd", network, authorizedKey: keys.publicKey, debian: 13, diskMegabytes: 1_500 },
  });
});

afterAll(async () => {
  await machine?.stop();
  await network?.close();
  file.remove();
});

const look = () => take(machine, file.path, renderSupported(machine.name));
const stateOf = () => machine.run("find / -xdev -newer /tmp/mark -type f ! -path '/run/*' ! -path '/proc/*'");

interface Oddity {
  readonly make: string;
  readonly undo: string;
  readonly says: readonly string[];
}

const oddities: Readonly<Record<string, Oddity>> = {
  "another distribution": {
    make: "cp /etc/os-release /root; printf 'ID=fedora\\nVERSION_ID=43\\nPRETTY_NAME=\"Fedora Linux 43\"\\n' >/etc/os-release",
    undo: "cat /root/os-release >/etc/os-release",
    says: [
      "host odd: Fedora Linux 43 is not supported.",
      "Expected: Debian 12 or 13, or Ubuntu 22.04, 24.04",
    ],
  },
  "an older Debian": {
    make: "cp /etc/os-release /root; sed -i 's/13/11/g' /etc/os-release",
    undo: "cat /root/os-release >/etc/os-release",
    says: ["host odd: Debian GNU/Linux 11", "is not supported."],
  },
  "Ubuntu without systemd": {
    make: "cp /etc/os-release /root; printf 'ID=ubuntu\\nVERSION_ID=24.04\\n' >/etc/os-release",
    undo: "cat /root/os-release >/etc/os-release",
    says: ["host odd: there is no systemd"],
  },
  "Docker as a snap": {
    make: "mkdir -p /snap/bin; touch /snap/bin/docker",
    undo: "rm -r /snap",
    says: ["host odd: Docker is installed as a snap", "snap remove docker"],
  },
  "a rootless engine": {
    make: "mkdir -p /run/user/1000; touch /run/user/1000/docker.sock",
    undo: "rm -r /run/user/1000",
    says: [
      "host odd: a rootless Docker engine is here (/run/user/1000/docker.sock)",
      "dockerd-rootless-setuptool.sh",
    ],
  },
  "a full disk": {
    make: "head -c 700000000 /dev/zero >/var/filler; sync",
    undo: "rm /var/filler",
    says: ["MiB are free on the disk with /var/lib", "at least 1024 MiB are needed", "apt-get clean"],
  },
  "no package source": {
    make: "mv /etc/apt/sources.list /root",
    undo: "mv /root/sources.list /etc/apt",
    says: [
      "host odd: apt has no package source",
      "example: deb http://mirror.example.org/debian trixie main",
    ],
  },
  "no network": {
    make: "cp /etc/apt/sources.list /root; echo 'deb http://192.0.2.1/debian trixie main' >/etc/apt/sources.list; echo 'Acquire::http::Proxy \"DIRECT\";' >/etc/apt/apt.conf.d/99none; ip route add unreachable 192.0.2.0/24",
    undo: "mv /root/sources.list /etc/apt; rm /etc/apt/apt.conf.d/99none; ip route del unreachable 192.0.2.0/24",
    says: [
      "host odd: no package source is reached: http://192.0.2.1/debian/dists/trixie/InRelease",
      "Check the machine's network, name servers and proxy",
    ],
  },
};

test("a bare machine is not refused, and is not changed by the look", async () => {
  await machine.run("touch /tmp/mark; sleep 1.1");
  expect(await look()).toEqual({ status: 0, stdout: "", stderr: "" });
  expect(await stateOf()).toBe("");
});

test.each(Object.entries(oddities))(
  "%s is refused, and nothing is changed",
  async (_, { make, undo, says }) => {
    await machine.run(`${make}\ntouch /tmp/mark; sleep 1.1`);
    const { status, stdout, stderr } = await look();
    expect([status, stdout]).toEqual([1, ""]);
    for (const words of says) expect(stderr).toContain(words);
    expect(await stateOf()).toBe("");
    await machine.run(undo);
  },
);

test("whoever is not root and cannot become it is refused", async () => {
  const other = await startMachine({
    ...{ name: "humble", network, authorizedKey: keys.publicKey, user: "deploy", sudo: "none" },
  });
  const { status, stderr } = await take(other, file.path, renderSupported("humble"));
  expect(status).toBe(1);
  expect(stderr).toContain("host humble: deploy cannot become root");
  await other.stop();
});

test("an engine of unknown origin that is too old is refused and stays", async () => {
  const fake = `#!/bin/sh
case "$*" in *APIVersion*) echo 1.39 ;; *) echo 18.09.1 ;; esac
`;
  await machine.run(
    "cat >/usr/local/bin/docker; cp /usr/local/bin/docker /usr/local/bin/dockerd; chmod 755 /usr/local/bin/docker*",
    fake,
  );
  const engine = renderEngine("odd", { from: "distribution", compose: true, user: "root" });
  const { status, stderr } = await take(machine, file.path, engine);
  expect(status).toBe(1);
  expect(stderr).toContain(
    "host odd: Docker engine 18.09.1 (API 1.39) is here, and at least 20.10 (API 1.41) is needed.",
  );
  expect(await machine.run("ls /usr/local/bin/dockerd; dpkg-query -W docker.io 2>&1 || :")).toContain(
    "no packages found",
  );
  await machine.run("rm /usr/local/bin/docker*");
});

test("a version that the distribution does not have is refused with those that it has", async () => {
  const engine = renderEngine("odd", { from: "distribution", version: "99", compose: true, user: "root" });
  const { status, stderr } = await take(machine, file.path, engine);
  expect(status).toBe(1);
  expect(stderr).toMatch(
    /host odd: apt has no package docker\.io of the version wanted; it has:\n {2}26\.1\.5/,
  );
});

test("sshd that does not read its folder is told of, and keeps its settings", async () => {
  await machine.run("cp /etc/ssh/sshd_config /root; sed -i '/^Include/d' /etc/ssh/sshd_config");
  const { status, stderr } = await take(machine, file.path, renderSshLimits("odd"));
  expect(status).toBe(1);
  expect(stderr).toContain("host odd: sshd does not read /etc/ssh/sshd_config.d/00-homeport-limits.conf");
  expect(stderr).toContain("Include /etc/ssh/sshd_config.d/*.conf");
  expect(await machine.run("ls /etc/ssh/sshd_config.d")).toBe("");
  await machine.run("mv /root/sshd_config /etc/ssh");
});

test("a swap file for which there is no room is refused, and leaves nothing", async () => {
  const swap = await swapTurn();
  const { status, stderr } = await take(machine, file.path, renderSwap("odd", "4GiB"));
  await swap.release();
  expect(status).toBe(1);
  expect(stderr).toContain("a swap file of 4096 MiB leaves too few of them");
  expect(await machine.run("ls /var/lib/homeport; grep -c homeport /etc/fstab || :")).toBe("0\n");
});
