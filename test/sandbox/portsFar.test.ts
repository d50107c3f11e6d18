import { randomUUID } from "node:crypto";
import { createSocket } from "node:dgram";
import { connect } from "node:net";
import * as path from "node:path";
import * as tls from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeDirectory } from "../../components/front/certificates/store";
import { innerName, innerPorts } from "../../components/front/haproxy/innerDoors";
import { planAddresses } from "../../components/shared/subnet";
import { buildTestImages } from "../images/build";
import { addressOf, type Container, containers, docker, runIn } from "../support/containers";
import { cutOff, type Failure, type StandIn, switchedOff } from "../support/hosts";
import { Caller } from "../support/sshCaller";
import { pause, waitFor } from "../support/wait";
import { type Sandbox, startSandbox } from "./sandbox";
import { containerOf } from "./spread/home";

/** Ports whose containers are on other hosts than the port, by real parts: HAProxy, Traefik, OpenSSH. */

const project = path.join(__dirname, "fixtures/ports");
const subnets = { near: "10.213.60.0/24", east: "10.213.61.0/24", west: "10.213.62.0/24" };
const ports = { both: 25922, alone: 25923, told: 25924 };

let sandbox: Sandbox;
let all: readonly Container[];
let caller: Caller;
let nobody: string;

beforeAll(async () => {
  await buildTestImages(() => {});
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: ["ports"],
    config: Object.fromEntries(Object.entries(subnets).map(([name, value]) => [`ports:${name}`, value])),
  });
  all = await containers({ "homeport.sandbox": sandbox.id });
  nobody = planAddresses(subnets.near).farm.replace(/\d+$/, "200");
  caller = await Caller.start();
  for (const server of ["both-east-0", "both-west-0", "alone-0"])
    await caller.befriend(containerOf(all, server));
});
afterAll(async () => {
  await caller?.stop();
  await sandbox?.stop();
});

const standIn = (name: "east" | "west"): StandIn => ({
  containers: all.filter((one) =>
    Object.keys(one.NetworkSettings.Networks).some((network) => network.includes(`${name}-network-`)),
  ),
  address: planAddresses(subnets[name]).gateway,
});

/** Runs a command on the server behind a port. */
const call = (port: keyof typeof ports, words?: string) => caller.call(ports[port], words);

const hostnameOf = (server: string) => containerOf(all, server).Config.Hostname;
const names = () => ({ east: hostnameOf("both-east-0"), west: hostnameOf("both-west-0") });

/** Sessions until each host has one: what they say at their end, and how long they have lasted since they were asked. */
async function sessions() {
  const begun = async () => {
    const marker = `/tmp/${randomUUID()}`;
    let over = false;
    const ended = call("both", `hostname; touch ${marker}; until [ -e /tmp/go ]; do sleep 0.2; done`).then(
      (one) => {
        over = true;
        return one;
      },
    );
    const on = await waitFor("the session to have begun", async () => {
      for (const host of ["east", "west"] as const)
        if (await hasFile(containerOf(all, `both-${host}-0`), marker)) return host;
      return undefined;
    });
    return { on, ended, isOver: () => over };
  };
  const found = [await begun(), await begun()];
  while (new Set(found.map(({ on }) => on)).size < 2) found.push(await begun());
  return found;
}

const hasFile = (container: Container, file: string) =>
  runIn(container, ["sh", "-c", `[ ! -e ${file} ] || echo yes`]).then((said) => said.trim() === "yes");
const endSessions = () =>
  Promise.all(
    (["both-east-0", "both-west-0"] as const).map((name) =>
      runIn(containerOf(all, name), ["sh", "-c", "touch /tmp/go; sleep 1; rm /tmp/go"]),
    ),
  );

test("a port leads to the one host that has the service, and to both where two have it", async () => {
  expect(await call("alone")).toMatchObject({ status: 0, said: hostnameOf("alone-0") });
  const seen = new Set<string>();
  for (let tries = 0; tries < 8; tries++) seen.add((await call("both")).said);
  expect(seen).toEqual(new Set(Object.values(names())));
});

test("no container but the door is published, and the door behind a gate takes calls from that alone", async () => {
  const inner = containerOf(all, "alone-ssh-east-haproxy");
  expect(
    Object.values(inner.NetworkSettings.Ports ?? {})
      .flat()
      .filter(Boolean),
  ).toEqual([]);
  const neighbour = containerOf(all, "told-0");
  for (const port of Object.values(innerPorts)) {
    const script = `const s = require("net").connect(${port}, "${addressOf(inner)}"); s.on("connect", () => s.write("PROXY TCP4 1.2.3.4 1.2.3.4 1 1\\r\\nGET / HTTP/1.0\\r\\n\\r\\n")); s.on("data", (d) => console.log(String(d))); s.on("error", () => {}); s.setTimeout(3000, () => s.destroy());`;
    expect((await runIn(neighbour, ["node", "-e", script])).trim(), String(port)).toBe("");
  }
});

test("a container that expects it is told who calls, also over the wire", async () => {
  const said = await new Promise<string>((resolve, reject) => {
    const socket = connect(ports.told, "127.0.0.1");
    socket.on("data", (data) => {
      resolve(String(data).trim());
      socket.destroy();
    });
    socket.on("error", reject);
    socket.setTimeout(20_000, () => reject(new Error("nothing was said")));
  });
  // Whoever calls from the machine itself comes from its address in the door's network.
  expect(said).toBe(planAddresses(subnets.near).gateway);
});

test("a farm's certificate opens doors of ports by their names, and nothing else of the network", async () => {
  const door = containerOf(all, "both-ssh-haproxy");
  const read = async (what: string) =>
    (await runIn(door, ["sh", "-c", `cat ${storeDirectory("wire")}/east-${what}-*`])).trim();
  const [ca, both] = [await read("authority"), await read("certificate")];
  const shown = { ca, cert: both, key: both.slice(both.search(/-----BEGIN \w* ?PRIVATE KEY/)) };
  const said = (servername: string) =>
    new Promise<string>((resolve) => {
      const options = { ...shown, host: standIn("east").address, port: 25988, servername };
      const socket = tls.connect({ ...options, checkServerIdentity: () => undefined });
      const end = (data = "") => {
        resolve(String(data));
        socket.destroy();
      };
      socket.on("data", end);
      socket.on("close", () => end());
      socket.on("error", () => end());
      socket.setTimeout(20_000, () => end("silence"));
    });
  expect(await said(innerName("alone-ssh"))).toMatch(/^SSH-/);
  expect(await said(`1-2-3-4_${innerName("alone-ssh")}`)).toMatch(/^SSH-/);
  expect(await said(innerName("nobody"))).toBe("");
  expect(await said(`${containerOf(all, "alone-0").Name.slice(1)}.port.internal`)).toBe("");
});

test.each([25954, 25955])(
  "a port of UDP is published by its container, which answers there: %i",
  async (port) => {
    const socket = createSocket("udp4");
    const heard = new Promise<string>((resolve) => socket.once("message", (said) => resolve(String(said))));
    const asking = setInterval(() => socket.send("hello", port, "127.0.0.1"), 500);
    expect(await heard).toBe("hello");
    clearInterval(asking);
    socket.close();
  },
);

describe("a host that fails", () => {
  const once = ({ fail, heal }: Failure) => {
    let healed: Promise<void> | undefined;
    return { fail, heal: () => (healed ??= heal()) };
  };
  const settled = () =>
    waitFor("both hosts", async () => {
      const seen = new Set([(await call("both")).said, (await call("both")).said]);
      return seen.size === 2;
    });

  test.each<[string, () => Failure]>([
    ["is cut off", () => cutOff(standIn("east"), containerOf(all, "both-ssh-haproxy"), nobody)],
    ["is switched off", () => switchedOff(standIn("east"))],
  ])("%s: its sessions end, those of the other go on, and who calls then gets the other", async (_, way) => {
    await settled();
    const open = await sessions();
    const { fail, heal } = once(way());
    try {
      await fail();
      const began = performance.now();
      const call1 = call("both");
      await Promise.all(open.filter(({ on }) => on === "east").map(({ ended }) => ended));
      // 2.5 s, and what a busy machine takes to tell.
      expect((performance.now() - began) / 1000).toBeLessThan(5);
      expect(open.filter(({ on, isOver }) => on === "west" && isOver())).toEqual([]);
      expect(await call1).toMatchObject({ status: 0, said: names().west });
      for (let tries = 0; tries < 3; tries++) {
        const next = await call("both");
        expect(next).toMatchObject({ status: 0, said: names().west });
        expect(next.seconds).toBeLessThan(5);
      }
    } finally {
      await heal();
      await endSessions();
      await Promise.all(open.map(({ ended }) => ended));
    }
    await settled();
  });

  test("without containers gets nobody, and who calls the service that it has alone waits for them", async () => {
    await settled();
    // One at a time: of two that are gone, the first to come back may be given the other's address.
    const one = docker.getContainer(containerOf(all, "both-east-0").Id);
    await one.kill();
    await waitFor("the door to know", async () => {
      const answers = [await call("both"), await call("both"), await call("both")];
      return answers.every(({ said, seconds }) => said === names().west && seconds < 5);
    });
    await one.start();
    await settled();

    const alone = docker.getContainer(containerOf(all, "alone-0").Id);
    await alone.kill();
    const waiting = call("alone");
    await pause(2);
    await alone.start();
    const began = performance.now();
    expect(await waiting).toMatchObject({ status: 0, said: hostnameOf("alone-0") });
    expect((performance.now() - began) / 1000).toBeLessThan(10);
    await settled();
  });

  test("whose router or gate is loaded anew, or exchanged: sessions go on", async () => {
    const open = await sessions();
    const gate = containerOf(all, "east-gate-haproxy");
    for (let times = 0; times < 3; times++) {
      await docker.getContainer(gate.Id).kill({ signal: "SIGUSR2" });
      await pause(1);
    }
    await docker.getContainer(containerOf(all, "east-traefik").Id).restart({ t: 1 });
    await pause(2);
    expect(open.filter(({ isOver }) => isOver())).toEqual([]);
    await endSessions();
    await Promise.all(open.map(({ ended }) => ended));
  });
});
