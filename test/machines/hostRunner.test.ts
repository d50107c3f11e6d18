import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { defaultRunner, renderRunner, renderRunnerRemove } from "../../components/hosts/hostSetup/runner";
import { buildTestImages } from "../images/build";
import { enter, keyFile, sshOptions } from "../support/machine/enter";
import { buildRunner } from "../support/machine/fakeRunner";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
const url = "https://gitlab.example.org";
const token = "glrt-very-secret";
const config = "/etc/gitlab-runner/config.toml";
let network: MachineNetwork;
let machine: Machine;

const mark = { origin: { project: "homeport", stack: "prod" }, id: "0123456789abcdef", agreed: [] };
const given = { ...defaultRunner, url, package: { from: "file", path: "/srv/runner.deb" } } as const;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  machine = await startMachine({ name: "host", network, authorizedKey: keys.publicKey });
  await build("/srv/runner.deb", "18.0.0");
});

afterAll(async () => {
  await machine?.stop();
  await network?.close();
  file.remove();
});

const build = (path: string, version: string) => buildRunner(machine, path, version);

/** As the program does it: the script is what ssh is told, and the token what it reads. */
const register = (wanted: Parameters<typeof renderRunner>[1] = given, secret = token) =>
  machine.run(renderRunner("host", wanted, mark), `${secret}\n`);
const calls = async () =>
  (await machine.run("touch /tmp/calls; cat /tmp/calls; rm /tmp/calls")).trim().split("\n");
const sections = async () =>
  (await machine.run(`grep -E '^ *(name|token|image|concurrent) = ' ${config}`)).trim();

test("it is installed from a package on the machine and registered under the host's name", async () => {
  await register();
  expect(await calls()).toEqual([
    expect.stringMatching(
      /^register --non-interactive --config \/tmp\/\S+ --url https:\/\/gitlab.example.org --executor docker --docker-image debian:13-slim$/,
    ),
    "status",
    "start",
  ]);
  expect(await sections()).toContain('name = "host"');
  expect(await machine.run("cat /etc/gitlab-runner/.runner_system_id")).toBe("s_1234\n");
});

test("its token is in no process list, in no script, and in no file that others read", async () => {
  expect(renderRunner("host", given, mark)).not.toContain(token);
  expect(await machine.run("cat /tmp/command-lines")).not.toContain(token);
  const holders = await machine.run(
    `grep -rlF ${token} /etc /tmp /run /var/log /var/lib 2>/dev/null || true`,
  );
  expect(holders).toBe(`${config}\n`);
  expect(
    await machine.run(
      "stat -c %a /etc/gitlab-runner/config.toml /etc/gitlab-runner/homeport-registration.host",
    ),
  ).toBe("600\n600\n");
});

test("set up twice, it is neither installed nor registered again", async () => {
  const state = () =>
    machine.run("find /etc/gitlab-runner -type f | xargs stat -c '%n %i %y'; wc -l </var/log/dpkg.log");
  const before = await state();
  await register();
  expect(await calls()).toEqual(["status"]);
  expect(await state()).toBe(before);
});

test("another image or token registers it anew, beside other runners of the machine", async () => {
  await machine.run(
    `printf '\\n[[runners]]\\n  name = "other"\\n  [[runners.docker.services]]\\n    name = "host"\\n' >>${config}`,
  );
  await register({ ...given, image: "debian:12" }, "glrt-next");
  expect(await sections()).toBe(
    'concurrent = 1\n  name = "other"\n    name = "host"\n  name = "host"\n  token = "glrt-next"\n    image = "debian:12"',
  );
});

test("a token that GitLab refuses leaves the runner as it is, and is not told", async () => {
  const before = await sections();
  const refused = register(given, "stolen-secret");
  await expect(refused).rejects.toThrow(/GitLab does not take the runner at https:\/\/gitlab.example.org/);
  await expect(refused).rejects.toThrow("Failed to verify the runner ***.");
  await expect(register(given, "")).rejects.toThrow("no token has come in");
  expect(await sections()).toBe(before);
});

test("a package by its address is known by its checksum, and another one replaces it", async () => {
  await build("/srv/newer.deb", "18.1.0");
  const sha256 = (await machine.run("sha256sum </srv/newer.deb")).slice(0, 64);
  const version = () => machine.run("dpkg-query -W gitlab-runner | cut -f 2");
  const bytes = Buffer.from(await machine.run("base64 -w0 /srv/newer.deb"), "base64");
  const server: Server = createServer((_, answer) => answer.end(bytes));
  const outer = network.subnet.replace("0/24", "1");
  await new Promise<void>((done) => server.listen(0, outer, done));
  const served = `http://${outer}:${(server.address() as AddressInfo).port}/runner.deb`;
  const from = (sha256: string) => ({ ...given, package: { from: "url", url: served, sha256 } }) as const;
  await expect(register(from("0".repeat(64)))).rejects.toThrow("has another checksum than 0000");
  expect(await version()).toBe("18.0.0\n");
  await register(from(sha256), "glrt-next");
  expect(await version()).toBe("18.1.0\n");
  server.close();
  // Without its server: what is installed already is not fetched.
  await register(from(sha256), "glrt-next");
});

test("removed, the other runners stay and GitLab is told", async () => {
  await calls();
  await enter(machine, sshOptions(file.path, machine.hostKey), renderRunnerRemove("host"));
  expect(await calls()).toEqual(["unregister --name host"]);
  expect(await sections()).toBe('concurrent = 1\n  name = "other"\n    name = "host"');
  await machine.run(renderRunnerRemove("host"));
  expect(await calls()).toEqual([""]);
});
