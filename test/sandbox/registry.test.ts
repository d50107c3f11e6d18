import { cpSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { docker } from "../support/containers";
import { installEngine } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { PrivateRegistry, StoredLogin } from "../support/privateRegistry";
import { removeFolder } from "../support/removeFolder";
import { type Sandbox, startSandbox } from "./sandbox";

const fixture = path.join(__dirname, "fixtures/registry");
const password = "planted-f3c1a9-password";
const repository = "team/echo:1";
const keys = newSshKeys();
const folder = mkdtempSync(path.join(tmpdir(), "homeport-registry-"));

let network: MachineNetwork;
let machine: Machine;
let registry: PrivateRegistry;
let stored: StoredLogin;
let sandbox: Sandbox | undefined;
let said: string[] = [];

beforeAll(async () => {
  cpSync(path.join(fixture, "Pulumi.yaml"), path.join(folder, "Pulumi.yaml"));
  await buildTestImages(() => {});
  network = await openNetwork();
  machine = await startMachine({ name: "there", network, authorizedKey: keys.publicKey });
  registry = await PrivateRegistry.start(network.name, network.freeAddress(), password);
  await registry.push(testImages.echo, repository);
  await installEngine(machine);
  await machine.run(`echo '{ "insecure-registries": ["${registry.there}"] }' >/etc/docker/daemon.json
kill -HUP "$(cat /run/docker.pid)"`);
});
afterAll(async () => {
  await registry?.stop();
  await machine?.stop();
  await network?.close();
  removeFolder(folder);
});

beforeEach(() => {
  stored = new StoredLogin();
  vi.stubEnv("DOCKER_CONFIG", stored.folder);
  said = [];
});
afterEach(async () => {
  await sandbox?.stop();
  sandbox = undefined;
  vi.unstubAllEnvs();
  stored.remove();
  await docker
    .getImage(imageHere())
    .remove({ force: true })
    .catch(() => {});
  await machine.run("docker rm --force $(docker ps --all --quiet) && docker image prune --all --force || :");
});

const imageHere = () => `${registry.here}/${repository}`;

/** Deploys both containers; what was said, and the reason where it failed, is kept. */
async function up(config: Record<string, unknown> = {}): Promise<string> {
  const { address, user, hostKey } = machine;
  const failure = await startSandbox({
    project: folder,
    program: path.join(fixture, "index.ts"),
    stacks: ["registry"],
    config: {
      "registry:images": { here: imageHere(), there: `${registry.there}/${repository}` },
      "registry:machine": { address, user, hostKey },
      "registry:key": keys.privateKey,
      ...config,
    },
    report: (_, heard) => said.push(JSON.stringify(heard)),
  }).then(
    (made) => {
      sandbox = made;
      return "";
    },
    (error: Error) => error.message,
  );
  return `${said.join("\n")}\n${failure}`;
}

async function expectBoth(): Promise<void> {
  const here = await docker.listContainers({
    all: true,
    filters: { label: [`homeport.sandbox=${sandbox?.id}`] },
  });
  expect(here.map(({ Image }) => Image)).toEqual([imageHere()]);
  expect((await machine.run("docker ps --all --format '{{.Image}}'")).trim()).toBe(
    `${registry.there}/${repository}`,
  );
}

/** Nobody ever logged in on the machine, and nothing of a login stays there. */
const expectNoTrace = async (told: string): Promise<void> => {
  const encoded = Buffer.from(`deploy:${password}`).toString("base64");
  for (const secret of [password, encoded]) {
    expect(told).not.toContain(secret);
    expect(
      await machine.run(`grep -rlF '${secret}' /root /etc /tmp /run /home /dev/shm 2>/dev/null || :`),
    ).toBe("");
  }
  expect(await machine.run("ls -a /root")).not.toContain(".docker");
};

test("what docker login has stored is used by the engine here and by that of a machine on which nobody logged in", async () => {
  await stored.login(registry.here, password);
  stored.copy(registry.here, registry.there);
  const told = await up();
  await expectBoth();
  await expectNoTrace(told);
});

test("so is what a credential helper keeps", async () => {
  vi.stubEnv("PATH", `${stored.folder}:${process.env.PATH}`);
  stored.helper([registry.here, registry.there], password);
  await up();
  await expectBoth();
});

test("a login of the program goes before it, and is nowhere in clear", async () => {
  stored.helper([], "");
  const told = await up({ "registry:password": password });
  await expectBoth();
  await expectNoTrace(told);
});

test("without a login, the way to one is told", async () => {
  const told = await up();
  expect(told).toContain(`docker login ${registry.here}`);
});

test("a wrong password of the program is told to be one, and not shown", async () => {
  const told = await up({ "registry:password": "planted-wrong-password" });
  expect(told).toContain("look at that user's password");
  expect(told).not.toContain("planted-wrong-password");
});
