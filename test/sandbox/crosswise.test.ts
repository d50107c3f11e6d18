import { afterAll, beforeAll, expect, test } from "vitest";
import { recordScript } from "../../commands/move/lastSet";
import { placeOf } from "../../components/backups/place";
import type { RestRepository } from "../../components/backups/repository";
import { renderLibrary } from "../../components/backups/script";
import { buildTestImages } from "../images/build";
import { resticImage, restServerImage } from "../images/tags";
import { BackupLoop } from "../support/backupLoop";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { ResticServer } from "../support/resticServer";

/** Two machines, each with a service and with a server to which the other one adds its sets. One of them dies, and returns. */

let network: MachineNetwork;
const server = {} as Record<"east" | "west", ResticServer>;
const loop = {} as Record<"east" | "west", BackupLoop>;
const services = { east: "wiki", west: "blog" } as const;

/** Where the sets of a machine are: on the other one. */
const setsOf = (host: "east" | "west"): RestRepository => ({
  kind: "rest",
  url: `${server[host === "east" ? "west" : "east"].url}/${host}`,
  user: "home",
  password: "secret-of-the-server",
});

beforeAll(async () => {
  await buildTestImages(() => {}, [resticImage, restServerImage]);
  network = await openNetwork();
  for (const host of ["east", "west"] as const)
    server[host] = await ResticServer.start("home", "secret-of-the-server", network);
  for (const host of ["east", "west"] as const)
    loop[host] = await BackupLoop.start({ network, repository: setsOf(host), host, service: services[host] });
});
afterAll(async () => {
  for (const one of [...Object.values(loop), ...Object.values(server)]) await one.stop();
  await network?.close();
});

/** The ways to the repository of the machine that is gone, as a move has them from the state: the keys are the same here. */
const withWaysOf = (host: "east" | "west", script: string) => `cat > /tmp/ways <<'END'
${renderLibrary({ places: [placeOf(setsOf(host), 0)] })}END
. /tmp/ways
${script}`;

test("each has its sets on the other one, and removes none there", async () => {
  for (const host of ["east", "west"] as const) {
    expect(await loop[host].tell(setsOf(host))).toBe("");
    await loop[host].quicken(server[host === "east" ? "west" : "east"].run, `/data/${host}`);
    expect(await loop[host].set()).toBe("");
  }
  expect(await server.west.run("ls /data")).toBe("east\n");
  expect(await server.east.run("ls /data")).toBe("west\n");
});

test("the keys are in nothing that the engine shows, in no log and in no list of processes", async () => {
  const seen = await loop.east.seen();
  expect(seen).toContain("restic --retry-lock");
  for (const key of ["secret-of-the-server", "secret-of-the-repository"]) expect(seen).not.toContain(key);
});

test("one dies: the other has its newest data, and says where they go on", async () => {
  await loop.east.run("echo newest > /volumes/wiki/files/page");
  expect(await loop.east.set()).toBe("");
  await Promise.all([loop.east.kill(), server.east.kill()]);
  const took = await loop.west.run(
    withWaysOf(
      "east",
      `restic_0 restore --quiet latest:/volumes/wiki/files --tag part-wiki-files --target /volumes/wiki/files --verify > /dev/null
cat /volumes/wiki/files/page
${recordScript({ service: "wiki", to: "west", epoch: 2, owner: "home.prod.east" })}`,
    ),
  );
  expect(took).toBe("newest\n");
});

test("it returns: it makes no set of what has moved on, and the other one's sets go on with it", async () => {
  // The server has a fixed address, which the other one could be given.
  await server.east.restart();
  await loop.east.restart();
  expect(await loop.east.set()).toContain(
    "its data go on on host west, so no set of them is made here any more",
  );
  const sets = (host: "east" | "west") =>
    loop[host].run(". /backups/library; restic_0 snapshots --json --tag manifest | jq length");
  const [ofEast, before] = [await sets("east"), await sets("west")];
  expect(await loop.west.set()).toBe("");
  expect(Number(await sets("west"))).toBe(Number(before) + 1);
  expect(await sets("east")).toBe(ofEast);
  expect(await loop.east.run("cat /volumes/wiki/files/page")).toBe("newest\n");
});
