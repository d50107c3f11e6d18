import { readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { idLabel } from "../sandbox/clean";
import { docker } from "../support/containers";
import { enter, keyFile, sshOptions } from "../support/machine/enter";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { waitFor } from "../support/wait";

/** A stand-in that is not like a machine makes every test of set-up worthless: here it is looked at itself. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let one: Machine;
let two: Machine;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  const common = { network, authorizedKey: keys.publicKey };
  [one, two] = await Promise.all([
    startMachine({ ...common, name: "one", user: "deploy", sudo: "password" }),
    startMachine({ ...common, name: "two", debian: 13, diskMegabytes: 1_000 }),
  ]);
});

afterAll(async () => {
  await Promise.all([one?.stop(), two?.stop()]);
  await network?.close();
  file.remove();
});

const options = (machine: Machine, hostKey = machine.hostKey) => sshOptions(file.path, hostKey);
const reaches = (from: Machine, to: Machine) =>
  from.run(`timeout 2 bash -c '</dev/tcp/${to.name}/22'`).then(
    () => true,
    () => false,
  );

test("each is entered with the given key, and is the Debian that was asked for", async () => {
  expect(await enter(one, options(one), "id -un; . /etc/os-release; echo $VERSION_ID")).toBe("deploy\n12\n");
  expect(await enter(two, options(two), "id -un; . /etc/os-release; echo $VERSION_ID")).toBe("root\n13\n");
});

test("a machine with another host key than the pinned one is not entered, nor with another key", async () => {
  await expect(enter(one, options(one, two.hostKey), "true")).rejects.toThrow("verification failed");
  const other = keyFile(newSshKeys().privateKey);
  await expect(enter(one, sshOptions(other.path, one.hostKey), "true")).rejects.toThrow("Permission denied");
  other.remove();
});

test("the user becomes root with the password, and not without", async () => {
  await expect(enter(one, options(one), "sudo -n true")).rejects.toThrow("password is required");
  const ask = `echo ${one.password} | sudo -S -p '' id -un`;
  expect(await enter(one, options(one), ask)).toBe("root\n");
});

test("machines reach each other by name until one is disconnected, and again afterwards", async () => {
  expect(await reaches(one, two)).toBe(true);
  await two.disconnect();
  expect(await reaches(one, two)).toBe(false);
  await two.connect();
  await waitFor("the connection to be back", () => reaches(one, two));
  expect(await enter(two, options(two), "hostname")).toBe("two\n");
});

test("a machine that hangs takes connections and answers nothing", async () => {
  await one.pause();
  await expect(enter(one, options(one), "true")).rejects.toThrow(/timed out/);
  await one.resume();
  expect(await enter(one, options(one), "hostname")).toBe("one\n");
});

test("a slow machine sends no more than it is allowed to", async () => {
  await one.slow(2_000);
  expect(await one.run("tc qdisc show dev eth0")).toContain("rate 2Mbit");
  await one.fast();
  expect(await one.run("tc qdisc show dev eth0")).not.toContain("tbf");
});

test("a full disk has no room for packages; freed, it has", async () => {
  await two.fillDisk();
  await expect(two.run("head -c 1000000 /dev/zero >/var/cache/apt/probe")).rejects.toThrow("No space left");
  await two.freeDisk();
  await two.run("head -c 1000000 /dev/zero >/var/cache/apt/probe && rm /var/cache/apt/probe");
});

test.each([["one"], ["two"]])(
  "%s: an engine that apt installs runs containers, and is back with the power",
  async (name) => {
    const machine = name === "one" ? one : two;
    const groups = readFileSync("/proc/cgroups", "utf8").replace(/(?<=^\S+\t\d+)\t\d+/gm, "");
    await installEngine(machine);
    expect(await machine.run("docker info --format '{{.Driver}}'")).toMatch(/^overlay/);
    await loadImages(machine, [testImages.echo]);
    await machine.run(
      `docker run -d --name echo --memory 64m --restart always --publish 8080:8080 ${testImages.echo}`,
    );
    const answer = () => fetch(`http://${machine.address}:8080/`).then(({ status }) => status === 200);
    await waitFor("the container to answer", answer);
    // Control groups that the outer machine had not mounted would stay, and its engine would stumble over them.
    expect(readFileSync("/proc/cgroups", "utf8").replace(/(?<=^\S+\t\d+)\t\d+/gm, "")).toBe(groups);

    await machine.kill();
    await expect(answer()).rejects.toThrow("fetch failed");
    await machine.start();
    await waitFor("the container to answer again", answer, 60);
  },
);

test("what was stopped leaves nothing behind", async () => {
  const apart = await openNetwork();
  const machine = await startMachine({ name: "three", network: apart, authorizedKey: keys.publicKey });
  const container = await docker.getContainer(machine.container).inspect();
  const id = container.Config.Labels[idLabel];
  const volumes = container.Mounts.flatMap(({ Name }) => Name ?? []);
  expect(volumes).toHaveLength(1);
  await machine.stop();
  await apart.close();
  expect(await docker.listContainers({ all: true, filters: { label: [`${idLabel}=${id}`] } })).toEqual([]);
  for (const volume of volumes) {
    await expect(docker.getVolume(volume).inspect()).rejects.toThrow("no such volume");
  }
  await expect(docker.getNetwork(apart.name).inspect()).rejects.toThrow("not found");
});
