import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { EngineSource } from "../../components/hosts/hostSetup/args";
import { renderEngine } from "../../components/hosts/hostSetup/engine";
import type { Repository } from "../../components/hosts/hostSetup/repository";
import { buildTestImages } from "../images/build";
import { keyFile } from "../support/machine/enter";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";
import { take } from "../support/machine/step";

/** Docker's own repository, played by another machine: its real one is not reached from everywhere. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
let network: MachineNetwork;
let host: Machine;
let mirror: Machine;
let repository: Repository;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  const common = { network, authorizedKey: keys.publicKey, debian: 13 as const };
  [host, mirror] = await Promise.all([
    startMachine({ ...common, name: "host", user: "deploy", sudo: "password" }),
    startMachine({ ...common, name: "mirror" }),
  ]);
  const script = readFileSync(join(__dirname, "../support/machine/dockerRepository.sh"), "utf8");
  const fingerprint = (await mirror.run(script)).trim();
  const url = `http://${mirror.address}:8000/linux`;
  repository = { name: "docker", key: `${url}/debian/gpg`, fingerprint, url, component: "stable" };
  await host.run(`echo 'Acquire::http::Proxy::${mirror.address} "DIRECT";' >/etc/apt/apt.conf.d/99mirror`);
});

afterAll(async () => {
  await Promise.all([host, mirror].map((machine) => machine?.stop()));
  await network?.close();
  file.remove();
});

const install = (source: Partial<EngineSource>, from = repository) => {
  const wanted = { from: "docker", compose: true, user: "deploy", ...source } as const;
  return take(host, file.path, renderEngine("host", wanted, from));
};
const installed = (name: string) =>
  host.run(`dpkg-query -W -f='\${db:Status-Status} \${Version}' ${name} 2>/dev/null || :`);
/** What an update of the machine would bring. */
const offered = () =>
  host.run(
    "apt-get -s dist-upgrade | sed -n 's/^Inst \\(docker[a-z-]*\\) .*(\\([^ ]*\\) .*/\\1 \\2/p' | sort",
  );

test("a key with another fingerprint than Docker's is not taken, and nothing stays of it", async () => {
  const other = { ...repository, fingerprint: "9DC858229FC7DD38854AE2D88D81803C0EBFCD88" };
  const { status, stderr } = await install({}, other);
  expect(status).toBe(1);
  expect(stderr).toContain(`host host: the key at ${repository.key} is another one than expected.`);
  expect(stderr).toContain("Expected: 9DC858229FC7DD38854AE2D88D81803C0EBFCD88; found: ");
  expect(await host.run("ls /etc/apt/keyrings /etc/apt/sources.list.d | grep homeport || :")).toBe("");
  expect(await installed("docker-ce")).toBe("");
});

test("packages of the repository that come another way already are told of", async () => {
  const line = `deb [trusted=yes] ${repository.url}/debian trixie stable`;
  await host.run(`echo '${line}' >/etc/apt/sources.list.d/docker.list`);
  const { status, stderr } = await install({});
  expect(status).toBe(1);
  expect(stderr).toContain(`come by /etc/apt/sources.list.d/docker.list already`);
  await host.run("rm /etc/apt/sources.list.d/docker.list");
});

test("a version is installed, of the one key that was expected, and updates stay within it", async () => {
  const { status, stdout, stderr } = await install({ version: "26.1.5" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(stdout).toMatch(/^Docker engine 26\.1\.5/);
  expect(await installed("docker-ce")).toBe("installed 5:26.1.5-1");
  expect(await installed("docker-ce-cli")).toBe("installed 5:26.1.5-1");
  expect(await installed("docker.io")).toBe("");
  expect(await host.run("docker compose version --short")).toContain("2.26.1");
  const trusted = await host.run("gpg --with-colons --show-keys /etc/apt/keyrings/homeport-docker.gpg");
  expect(trusted.match(/^pub:/gm)).toHaveLength(1);
  expect(trusted).toContain(`:${repository.fingerprint}:`);
  expect(await offered()).toBe("");
});

test("whoever enters is put into the engine's group", async () => {
  expect(await host.run("id -nG deploy")).toContain("docker");
});

test("twice the same changes nothing", async () => {
  const state = () =>
    host.run("find /etc -type f -printf '%p %T@\\n' | sort; dpkg-query -W; cat /run/docker.pid");
  const before = await state();
  expect(await install({ version: "26.1.5" })).toMatchObject({ status: 0 });
  expect(await state()).toBe(before);
});

test("a wider version lets updates of that in, and those beyond it stay out", async () => {
  expect(await install({ version: "26.1" })).toMatchObject({ status: 0 });
  expect(await installed("docker-ce"), "set-up itself updates nothing that is good enough").toBe(
    "installed 5:26.1.5-1",
  );
  expect(await offered()).toBe("docker-ce 5:26.1.9-1\ndocker-ce-cli 5:26.1.9-1\n");
});

test("without a version, the newest may come", async () => {
  expect(await install({})).toMatchObject({ status: 0 });
  expect(await offered()).toContain("docker-ce 5:27.0.0-1\n");
});

test("a version that is not there is refused with those that are, and nothing changes", async () => {
  expect(await install({ version: "26.1" })).toMatchObject({ status: 0 });
  const { status, stderr } = await install({ version: "31" });
  expect(status).toBe(1);
  expect(stderr).toContain(
    "host host: apt has no package docker-ce of the version wanted; it has:\n  5:26.1.5-1\n  5:26.1.9-1\n  5:27.0.0-1",
  );
  expect(await host.run("docker version --format '{{.Server.Version}}'")).toMatch(/^26\.1\.5/);
  expect(await host.run("cat /etc/apt/preferences.d/homeport-engine")).toContain("26\\.1(");
});

test("the engine stays where the distribution's is wanted afterwards: nobody asked for a change of its own", async () => {
  expect(await install({ from: "distribution" })).toMatchObject({ status: 0 });
  expect(await installed("docker-ce")).toBe("installed 5:26.1.5-1");
  expect(await installed("docker.io")).toBe("");
});
