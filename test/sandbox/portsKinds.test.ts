import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { renderStart } from "../../components/front/haproxy/start";
import { type PortChange, renderPortApply } from "../../components/ports/apply";
import { doorPort } from "../../components/ports/config";
import { buildTestImages } from "../images/build";
import { mqttImage, postgresImage, testImages } from "../images/tags";
import { onFreeSubnet } from "../support/freeSubnet";
import { pause, waitFor } from "../support/wait";
import { ports } from "../unit/cases";
import { docker } from "./alone";

/** What people put behind ports beside Git, by real parts: a broker of MQTT, and a database for another machine. */

const network = `kinds-${process.pid}`;
const volumes = ["mqtt", "postgres"].map((name) => `kinds-${name}-${process.pid}`);
const made: string[] = [];
let prefix = "";

function run(name: string, ...words: string[]): string {
  const { status, said } = docker(["run", "-d", "--network", network, "--network-alias", name, ...words]);
  if (status !== 0) throw new Error(said);
  made.push(said.trim());
  return said.trim();
}

/** Runs a command in a container while the test goes on; `input` is what it is given line by line. */
function begin(id: string, script: string) {
  let out = "";
  const child = spawn("docker", ["exec", "-i", id, "sh", "-c", script]);
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      out += data;
    });
  let over = false;
  const ended = new Promise<{ status: number; said: string }>((resolve) =>
    child.on("close", (status) => {
      over = true;
      resolve({ status: status ?? -1, said: out });
    }),
  );
  return { child, ended, said: () => out, isOver: () => over };
}

const startDoor = (name: string) =>
  run(
    name,
    ...["--read-only", "--tmpfs", "/var/lib/haproxy:uid=99", "--entrypoint", "sh", testImages.haproxy],
    ...["-c", renderStart(false)],
  );
const lead = async (door: string, change: Partial<PortChange>) => {
  const work = begin(door, "sh");
  work.child.stdin.end(
    renderPortApply({ ...ports.ssh, readiness: { kind: "tcp" }, proxyProtocol: false, ...change }),
  );
  expect(await work.ended).toEqual({ status: 0, said: "" });
};

beforeAll(async () => {
  await buildTestImages(() => {}, [testImages.haproxy, mqttImage, postgresImage]);
  await onFreeSubnet(async (free) => {
    const created = docker(["network", "create", "--subnet", `${free}.0/24`, network]);
    if (created.status !== 0) throw new Error(created.said);
    prefix = free;
  });
});
afterAll(() => {
  docker(["rm", "-f", ...made]);
  docker(["volume", "rm", ...volumes]);
  docker(["network", "rm", network]);
});

describe("a broker of MQTT", () => {
  test("is exchanged while clients publish: every message arrives that they could send at least once", async () => {
    const broker = (name: string) => run(name, "-v", `${volumes[0]}:/data`, mqttImage);
    const first = broker("broker-a");
    const door = startDoor("mqtt-door");
    await lead(door, { containers: ["broker-a"], port: 1883 });
    const client = run("mqtt-client", mqttImage, "sleep", "1000");
    const to = `-h mqtt-door -p ${doorPort} -q 1 -t house/#`;
    const subscriber = begin(client, `mosquitto_sub ${to} -i reader -c`);
    await pause(1);
    const publisher = begin(client, `mosquitto_pub ${to.replace("#", "lamp")} -i writer -l`);
    let sent = 0;
    const sending = setInterval(() => publisher.child.stdin.write(`message-${sent++}\n`), 50);
    const heard = () => new Set(subscriber.said().match(/message-\d+/g));
    await waitFor("the first messages", async () => heard().size > 10);
    docker(["stop", "-t", "5", first]);
    broker("broker-b");
    await lead(door, { containers: ["broker-b"], port: 1883 });
    const before = sent;
    await waitFor("messages by the new one", async () => heard().has(`message-${before + 20}`), 60);
    clearInterval(sending);
    const all = Array.from({ length: sent }, (_, at) => `message-${at}`);
    const lost = () => all.filter((one) => !heard().has(one));
    await waitFor("all of them", async () => lost().length === 0, 30).catch(() => {});
    expect(lost(), publisher.said()).toEqual([]);
    publisher.child.stdin.end();
    expect(await publisher.ended).toMatchObject({ status: 0 });
    subscriber.child.kill();
    docker(["rm", "-f", client]);
  });
});

describe("a database for another machine", () => {
  test("answers those that are let in, and others have no connection; while it is exchanged, who asks waits", async () => {
    const server = (name: string) =>
      run(
        name,
        "-v",
        `${volumes[1]}:/var/lib/postgresql/data`,
        "-e",
        "POSTGRES_PASSWORD=kept",
        postgresImage,
      );
    const first = server("postgres-a");
    const door = startDoor("postgres-door");
    const [friend, stranger] = [`${prefix}.201`, `${prefix}.202`];
    const change = { port: 5432, allow: [`${friend}/32`] };
    await lead(door, { ...change, containers: ["postgres-a"] });
    const clients = [friend, stranger].map((ip, at) =>
      run(`postgres-client-${at}`, "--ip", ip, "--entrypoint", "sleep", postgresImage, "1000"),
    ) as [string, string];
    const ask = (client: string, query: string) =>
      begin(client, `PGPASSWORD=kept psql -h postgres-door -p ${doorPort} -U postgres -Atc '${query}'`);
    await waitFor("the server", async () => (await ask(clients[0], "select 1").ended).status === 0, 60);
    expect(await ask(clients[0], "create table kept as select 42 as answer").ended).toMatchObject({
      status: 0,
    });
    expect((await ask(clients[1], "select 1").ended).status).not.toBe(0);
    docker(["stop", "-t", "20", first]);
    const waiting = ask(clients[0], "select answer from kept");
    await pause(2);
    expect(waiting.isOver()).toBe(false);
    server("postgres-b");
    await lead(door, { ...change, containers: ["postgres-b"] });
    expect(await waiting.ended).toEqual({ status: 0, said: "42\n" });
  });
});
