import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { type Lane, openLane } from "../lanes/lane";
import { docker } from "../support/containers";
import { commandLines } from "../support/processes";
import { waitFor } from "../support/wait";

/** Not the one in which this may run. */
const number = 60;
const name = `homeport-lane${number}`;

let lane: Lane;
let reason = "";
beforeAll(async () => {
  lane = await openLane(number).catch((error: Error) => {
    reason = error.message;
    return { number, into: [], close: async () => {} };
  });
});
afterAll(() => lane.close());
beforeEach(({ skip }) => skip(reason !== "", reason));

function run(into: readonly string[], ...words: string[]): string {
  const [command = "", ...rest] = [...into, ...words];
  const { stdout, stderr } = spawnSync(command, rest, { encoding: "utf8" });
  return stdout + stderr;
}
const there = (...words: string[]) => run(lane.into, ...words);

/** What this machine has of the lane. */
async function traces(): Promise<string[]> {
  const { DockerRootDir } = await docker.info();
  const shown = [["ip", "-o", "link"], ["iptables-save"], ["find", "/sys/fs/cgroup", "-type", "d"]];
  const lines = [...shown.flatMap((words) => run([], ...words).split("\n")), ...(await commandLines())];
  const files = existsSync(join(DockerRootDir, name)) ? [`${name} in ${DockerRootDir}`] : [];
  return [...files, ...lines.filter((line) => line.includes(name))];
}

test("has processes, a name and ports of its own, in the same folder", async () => {
  expect(there("hostname").trim()).toBe(name);
  expect(hostname()).not.toBe(name);
  expect(there("pwd").trim()).toBe(process.cwd());
  expect(there("cat", "/proc/1/cmdline")).toContain("dockerd");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const listen = `require("net").createServer().listen(${port}, "127.0.0.1", () => { console.log("listens"); process.exit(); })`;
  expect(there("node", "-e", listen)).toBe("listens\n");
  server.close();
});

test("has an engine of its own, with the images of this one", async () => {
  const images = (into: readonly string[]) =>
    run(into, "docker", "images", "--quiet", "--no-trunc").split("\n");
  expect(images(lane.into).sort()).toEqual(images([]).sort());
  const id = there(
    "docker",
    "run",
    "--detach",
    "--network",
    "none",
    testImages.haproxy,
    "sleep",
    "600",
  ).trim();
  expect(there("docker", "inspect", "--format", "{{.State.Running}}", id).trim()).toBe("true");
  await expect(docker.getContainer(id).inspect()).rejects.toThrow(/no such container/i);
});

test("reaches what is beyond the machine", async () => {
  const server = createServer((socket) => void socket.end("outside")).listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const [, address = ""] = /default via (\S+)/.exec(there("ip", "route")) ?? [];
  const ask = `require("net").connect(${port}, "${address}").pipe(process.stdout)`;
  // Not by spawnSync: the server is in this process.
  const { stdout } = spawn(lane.into[0] ?? "", [...lane.into.slice(1), "node", "-e", ask]);
  expect(String(await once(stdout, "data"))).toBe("outside");
  server.close();
});

test("leaves nothing behind", async () => {
  expect(await traces()).not.toEqual([]);
  await lane.close();
  expect(await traces()).toEqual([]);
});

test("goes with a process that is killed", async () => {
  const program = `require(process.argv[1]).openLane(${number}).then(() => console.log("open"), (error) => console.log(error.message))`;
  const words = ["--import", "tsx", "-e", program, join(__dirname, "../lanes/lane.ts")];
  const holder = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "inherit"] });
  expect(String(await once(holder.stdout, "data"))).toBe("open\n");
  expect(await traces()).not.toEqual([]);
  holder.kill("SIGKILL");
  await waitFor("the lane to go", async () => (await traces()).length === 0, 120);
});
