import { afterAll, beforeAll, expect, test } from "vitest";
import type { S3Repository } from "../../components/backups/repository";
import { buildTestImages } from "../images/build";
import { resticImage, s3Image } from "../images/tags";
import { BackupLoop } from "../support/backupLoop";
import { type Container, docker, inspect, runIn } from "../support/containers";
import { type MachineNetwork, newLabels, openNetwork } from "../support/machine/network";

/** A repository in a bucket: a server of S3 that has nothing but directories. */

const keys = { accessKey: "homeport", secretKey: "secret-of-the-bucket" };
let network: MachineNetwork;
let server: Container;
let loop: BackupLoop;
let repository: S3Repository;

beforeAll(async () => {
  await buildTestImages(() => {}, [resticImage, s3Image]);
  network = await openNetwork();
  const address = network.freeAddress();
  const made = await docker.createContainer({
    Image: s3Image,
    Env: [`ACCESS_KEY=${keys.accessKey}`, `SECRET_KEY=${keys.secretKey}`],
    Labels: newLabels().labels,
    HostConfig: { NetworkMode: network.name },
    NetworkingConfig: { EndpointsConfig: { [network.name]: { IPAMConfig: { IPv4Address: address } } } },
  });
  await made.start();
  server = await inspect(made.id);
  repository = { kind: "s3", url: `http://${address}:7070`, bucket: "attic", path: "prod", ...keys };
  loop = await BackupLoop.start({ network, repository });
});
afterAll(async () => {
  await loop?.stop();
  if (server) await docker.getContainer(server.Id).remove({ force: true, v: true });
  await network?.close();
});

const inServer = (script: string) => runIn(server, ["sh", "-c", script]);

test("with a key that is not its own nobody is let in, and no bucket is made", async () => {
  const told = await loop.tell({ ...repository, secretKey: "another" });
  expect(told).toMatch(/^warning: .*attic\/prod: the repository cannot be reached: .*signature/);
  expect(told).not.toContain("another");
  expect(await inServer("ls /data")).toBe("");
});

test("has a repository that is made once; a set of it comes back, and it is read whole", async () => {
  expect(await loop.tell(repository)).toBe("");
  await loop.quicken(inServer, "/data/attic/prod");
  expect(await loop.set()).toBe("");
  expect(await inServer("ls /data/attic/prod")).toContain("config");
  const told = await loop.run(`. /backups/library
restic_0 restore --quiet latest:/volumes/wiki/files --tag part-wiki-files --target /tmp/back --verify > /dev/null
cat /tmp/back/page; cat /backups/places/0/turn`);
  expect(told).toBe("kept\n1\n");
});

test("a bucket that is gone is an error, and no new one is made", async () => {
  await inServer("mv /data/attic /data/elsewhere");
  expect(await loop.set()).toContain("the repository is gone");
  expect(await inServer("ls /data")).toBe("elsewhere\n");
  await inServer("mv /data/elsewhere /data/attic");
  expect(await loop.set()).toBe("");
});

test("its keys are in nothing that the engine shows, in no log and in no list of processes", async () => {
  const seen = await loop.seen();
  expect(seen).toContain("restic --retry-lock");
  for (const key of [keys.secretKey, "secret-of-the-repository"]) expect(seen).not.toContain(key);
});
