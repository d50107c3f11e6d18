import { afterAll, beforeAll, expect, test } from "vitest";
import { libraryFile, secretsDirectory, stateMount } from "../../components/backups/layout";
import { placeOf } from "../../components/backups/place";
import type { SftpRepository } from "../../components/backups/repository";
import { renderLibrary } from "../../components/backups/script";
import { secretsOf } from "../../components/backups/secrets";
import { putFunction, secretFiles } from "../../components/shared/secretFiles";
import { buildTestImages } from "../images/build";
import { resticImage } from "../images/tags";
import { BackupLoop } from "../support/backupLoop";
import { type Container, docker, inspect, runIn } from "../support/containers";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { startMachine } from "../support/machine/start";

let network: MachineNetwork;
let machine: Machine;
let restic: Container;
const keys = newSshKeys();

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork();
  machine = await startMachine({ network, name: "nas", authorizedKey: keys.publicKey });
  const made = await docker.createContainer({
    Image: resticImage,
    Entrypoint: ["sleep", "1000"],
    User: "0:0",
    HostConfig: { NetworkMode: network.name, Init: true },
  });
  await made.start();
  restic = await inspect(made.id);
});
afterAll(async () => {
  if (restic) await docker.getContainer(restic.Id).remove({ force: true, v: true });
  await machine?.stop();
  await network?.close();
});

const repositoryWith = (hostKey: string): SftpRepository => ({
  ...{ kind: "sftp", address: machine.address, user: "root", path: "/srv/backups" },
  ...{ privateKey: keys.privateKey, hostKey },
});

/** What a shell says that has the way to a repository on the machine. */
const reach = (hostKey: string, script: string): Promise<string> => {
  const { address } = machine;
  const repository = repositoryWith(hostKey);
  const secrets = {
    encryption: "secret-of-the-repository",
    ...(secretsOf(repository, 0) as Record<string, string>),
    "0-host": `${address} ${hostKey}\n`,
    "0-key": `${keys.privateKey.trimEnd()}\n`,
  };
  const given = `set -e
umask 077
mkdir -p ${stateMount}/tmp
${putFunction}
${secretFiles(secretsDirectory, secrets)}
cat > ${libraryFile} <<'END'
${renderLibrary({ places: [placeOf(repository, 0)] })}END
. ${libraryFile}
${script}`;
  return runIn(restic, ["sh", "-c", given]);
};

test("a machine over SSH has a repository: what is kept there comes back, and is read whole", async () => {
  const told = await reach(
    machine.hostKey,
    `restic_0 init >/dev/null
echo kept | restic_0 backup --quiet --stdin --stdin-filename one
restic_0 dump latest /one
restic_0 check --read-data >/dev/null && echo read`,
  );
  expect(told).toBe("kept\nread\n");
  expect(await machine.run("ls /srv/backups")).toContain("config");
});

test("another host key than the one that was said is no such machine", async () => {
  const other = newSshKeys().publicKey;
  expect(await reach(other, "restic_0 cat config 2>&1 | tail -n 3")).toMatch(/[Hh]ost key|verification/);
});

test("sets are made there, with its keys in nothing that the engine shows, in no log and in no list of processes", async () => {
  const repository = { ...repositoryWith(machine.hostKey), path: "/srv/sets" };
  const loop = await BackupLoop.start({ network, repository });
  try {
    expect(await loop.tell(repository)).toBe("");
    await loop.quicken((script) => machine.run(script), "/srv/sets");
    expect(await loop.set()).toBe("");
    const seen = await loop.seen();
    expect(seen).toMatch(/ssh .*-i \/backups\/secrets\/0-key/);
    const lines = keys.privateKey.split("\n").filter((line) => line.length > 20 && !line.includes("-----"));
    for (const key of [...lines, "secret-of-the-repository"]) expect(seen).not.toContain(key);
  } finally {
    await loop.stop();
  }
});
