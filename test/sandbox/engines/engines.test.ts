import { spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import Docker from "dockerode";
import { afterAll, beforeAll, expect, it } from "vitest";
import { buildTestImages } from "../../images/build";
import { testImages } from "../../images/tags";
import { type keyFile as KeyFile, keyFile, sshOptions } from "../../support/machine/enter";
import { installEngine, loadImages } from "../../support/machine/images";
import { newSshKeys } from "../../support/machine/keys";
import type { Machine } from "../../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../../support/machine/network";
import { startMachine } from "../../support/machine/start";
import { idLabel } from "../clean";
import { EnvironmentError, type Sandbox, startSandbox } from "../sandbox";
import { type EngineAddress, engineAt } from "./engineAt";

const project = path.join(__dirname, "../fixtures/apart");
const docker = new Docker();
let network: MachineNetwork;
let machine: Machine;
let file: ReturnType<typeof KeyFile>;
let there: EngineAddress;
let config: Record<string, unknown>;

beforeAll(async () => {
  await buildTestImages(() => {});
  const keys = newSshKeys();
  file = keyFile(keys.privateKey);
  network = await openNetwork();
  machine = await startMachine({ name: "apart", network, authorizedKey: keys.publicKey });
  await installEngine(machine);
  await loadImages(machine, [testImages.echo]);
  const host = `ssh://root@${machine.address}:${machine.port}`;
  there = { host, sshOpts: sshOptions(file.path, machine.hostKey), folder: project };
  config = { "apart:host": host, "apart:sshOpts": there.sshOpts };
});

afterAll(async () => {
  await machine?.stop();
  await network?.close();
  file?.remove();
});

async function objects(engine: Docker, id: string): Promise<number> {
  const filters = { label: [`${idLabel}=${id}`] };
  const [containers, networks, { Volumes }] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
    engine.listVolumes({ filters }),
  ]);
  return containers.length + networks.length + (Volumes ?? []).length;
}

const startHere = (): Promise<Sandbox> => startSandbox({ project, stacks: ["one"], config });

it("what a program makes goes to the engine that its provider names, and is removed there", async () => {
  const sandbox = await startHere();
  const far = engineAt(there);
  try {
    expect(await objects(docker, sandbox.id)).toBe(4);
    expect(await objects(far, sandbox.id)).toBe(3);
    const { hereId, thereId } = sandbox.outputs.one ?? {};
    expect((await docker.getContainer(String(hereId?.value)).inspect()).State.Running).toBe(true);
    expect((await far.getContainer(String(thereId?.value)).inspect()).State.Running).toBe(true);
    await expect(docker.getContainer(String(thereId?.value)).inspect()).rejects.toThrow("No such container");
  } finally {
    expect(await sandbox.stop()).toBe(7);
  }
  expect(await objects(far, sandbox.id)).toBe(0);
});

it("what a killed sandbox has left on the other machine is removed by the next start", async () => {
  const script = path.join(__dirname, "../fixtures/keep.ts");
  const words = ["--import", "tsx", script, JSON.stringify(config), "apart"];
  const child = spawn(process.execPath, words);
  let said = "";
  for await (const text of child.stdout) {
    said += text;
    if (/^up \w+$/m.test(said)) break;
  }
  child.stdout.resume();
  const id = /^up (\w+)$/m.exec(said)?.[1] ?? "";
  child.kill("SIGKILL");
  await once(child, "close");
  expect(await objects(engineAt(there), id)).toBe(3);

  await (await startHere()).stop();
  expect(await objects(engineAt(there), id)).toBe(0);
});

it("a wrong host key ends the start in the words of ssh, and leaves nothing", async () => {
  const sshOpts = sshOptions(file.path, newSshKeys().publicKey);
  const starting = startSandbox({
    project,
    stacks: ["one"],
    config: { ...config, "apart:sshOpts": sshOpts },
  });
  const error = await starting.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(EnvironmentError);
  expect((error as Error).message).toContain("Host key verification failed");
});

it("a machine that is gone does not keep the rest from being removed", async () => {
  const sandbox = await startHere();
  await machine.kill();
  expect(await sandbox.stop()).toBe(4);
  expect(await objects(docker, sandbox.id)).toBe(0);
});
