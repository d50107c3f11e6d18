import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { storeDirectory } from "../../components/front/certificates/store";
import { gatePorts } from "../../components/router/gateConfig";
import { buildTestImages } from "../images/build";
import { grpcImage, testImages } from "../images/tags";
import { makeCertificate } from "../support/certificates";
import {
  addressOf,
  type Container,
  containers,
  docker,
  engineAddress,
  logsOf,
  runIn,
} from "../support/containers";
import { ask, sendRaw } from "../support/http";
import { leave, protocols, stay, unfinished } from "../support/leaving";
import { trust } from "../support/trust";
import { pause, waitFor } from "../support/wait";
import { call } from "./calls";
import { type Sandbox, startSandbox } from "./sandbox";

const stack = "wired";
const project = path.join(__dirname, "fixtures/wired");
const port = 27188;
const { haproxy, traefik, echo } = testImages;
const images = { haproxy, traefik, echo, grpc: grpcImage };

let sandbox: Sandbox;
let address: string;
let base: string;
let authority: string;
let farm: Container;
let gate: Container;
let router: Container;

beforeAll(async () => {
  await buildTestImages(() => {});
  address = await engineAddress();
  sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [stack],
    config: { "wired:images": images, "wired:gate": { address, port } },
  });
  const outputs = sandbox.outputs[stack] ?? {};
  base = (outputs.addresses as { value: { https: string } }).value.https;
  authority = String(outputs.authority?.value);
  trust(base, authority);
  [farm, gate] = [await one("farm"), await one("gate")];
  router = await one("router", (name) => name.includes("other"));
});
afterAll(() => sandbox?.stop());

async function one(component: string, fits = (_: string) => true): Promise<Container> {
  const found = await containers({ "homeport.sandbox": sandbox.id, "homeport.component": component });
  const [first, ...more] = found.filter(({ Name }) => fits(Name));
  if (!first || more.length > 0) throw new Error(`${component} is there ${found.length} times`);
  return first;
}

const answerOf = async (domain: string, headers: Record<string, string> = {}) =>
  (await ask(base, domain, "/", { headers })).json();

test("both routers answer by one farm: over its own network, and over the wire", async () => {
  expect((await answerOf("here.example.org")).answer).toBe("here");
  expect((await answerOf("there.example.org")).answer).toBe("there");
});

test("the visitor's address survives the wire, and what the visitor says of it does not", async () => {
  const spoofed = { "X-Forwarded-For": "66.66.66.66", "X-Real-IP": "66.66.66.66" };
  const [here, there] = [
    await answerOf("here.example.org", spoofed),
    await answerOf("there.example.org", spoofed),
  ];
  const visitor = ({ headers }: { headers: Record<string, string> }) =>
    headers["x-forwarded-for"]?.split(", ")[0];
  expect(visitor(there)).toMatch(/^10\.213\.4\./);
  expect(visitor(there)).toBe(visitor(here));
  expect(there.headers["x-forwarded-proto"]).toBe("https");
  expect(there.headers["x-forwarded-port"]).toBe(here.headers["x-forwarded-port"]);
  expect(JSON.stringify(there)).not.toContain("66.66");
});

test("every kind of gRPC's calls passes the wire, by HTTP/2 all the way", () => {
  const calls = ["health", "empty_unary", "large_unary", "client_streaming", "server_streaming", "ping_pong"];
  expect(
    call(new URL(base).host, "calls.example.org", authority, ...calls, "cancel_after_first_response"),
  ).toEqual({
    status: 0,
    said: expect.stringContaining("cancel_after_first_response"),
  });
});

const kinds = Object.keys(unfinished) as (keyof typeof unfinished)[];

test.each(protocols.flatMap((protocol) => kinds.map((kind) => [protocol, kind] as const)))(
  "a visitor who goes, by %s, from %s is missed by the application beyond the wire too",
  async (protocol, kind) => {
    const visit = await leave(base, "there.example.org", protocol, kind);
    expect(visit).toMatchObject({ arrived: 1, state: "gone" });
    expect(visit.after).toBeLessThan(stay + 2_000);
  },
);

test("nothing is packed or unpacked on the wire, and a destination is told as on the farm's own network", async () => {
  const plain = await ask(base, "there.example.org", "/packed");
  expect(plain.headers).toMatchObject({ etag: '"plain"', "content-length": "10000" });
  const gzip = { "accept-encoding": "gzip" };
  const packed = await ask(base, "there.example.org", "/packed", { headers: gzip });
  expect(packed.headers).toMatchObject({ etag: '"packed"', "content-encoding": "gzip" });
  const authority = `there.example.org:${new URL(base).port}`;
  const headers = { destination: `https://${authority}/a` };
  const told = (await ask(base, authority, "/", { method: "MOVE", headers })).json().headers;
  expect(told.destination).toBe(`http://${authority}/a`);
});

describe("the gate", () => {
  /** A certificate and its key, as a caller would show them. */
  interface Shown {
    readonly cert: string;
    readonly key: string;
  }

  const read = async (container: Container, what: string) =>
    (await runIn(container, ["sh", "-c", `cat ${storeDirectory("wire")}/*-${what}-*`])).trim();
  const shownBy = async (container: Container): Promise<Shown> => {
    const both = await read(container, "certificate");
    return { cert: both, key: both.slice(both.search(/-----BEGIN \w* ?PRIVATE KEY/)) };
  };

  /** Asks the gate from a container of the router's network, whose address nobody was told of. */
  async function call(options: Partial<Shown> & { maxVersion?: string }): Promise<string> {
    const told = { ...options, host: addressOf(gate), port: gatePorts.web, servername: "other.internal" };
    const script = `
      const options = { ...JSON.parse(process.env.OPTIONS), ca: process.env.CA };
      const socket = require("tls").connect(options, () => {
        console.log("met " + socket.getProtocol());
        socket.write("GET / HTTP/1.1\\r\\nHost: there.example.org\\r\\nX-Forwarded-For: 66.66.66.66\\r\\nConnection: close\\r\\n\\r\\n");
      });
      socket.on("data", (data) => console.log(String(data)));
      socket.on("error", (error) => console.log("refused: " + error.code));
      socket.setTimeout(5000, () => { console.log("silent"); socket.destroy(); });`;
    const caller = await docker.createContainer({
      Image: testImages.keeper,
      Entrypoint: ["node", "-e", script],
      Env: [`OPTIONS=${JSON.stringify(told)}`, `CA=${await read(farm, "authority")}`],
      HostConfig: { NetworkMode: Object.keys(gate.NetworkSettings.Networks)[0] },
    });
    try {
      await caller.start();
      await caller.wait();
      return await logsOf(caller.id);
    } finally {
      await caller.remove({ force: true });
    }
  }

  test("lets a farm in, and does not believe it from an address that it was not told of", async () => {
    const said = await call(await shownBy(farm));
    expect(said).toContain("met TLSv1.3");
    expect(said).toContain('"answer":"there"');
    expect(said).toMatch(/"x-forwarded-for":"10\.213\.5\./);
    expect(said).not.toContain("66.66");
  });

  test("lets in nobody without a certificate", async () => {
    const said = await call({});
    expect(said).toContain("refused: ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED");
    expect(said).not.toContain("HTTP/1.1");
  });

  test("lets in nobody with a certificate of another authority", async () => {
    const { pem: cert, key } = await makeCertificate({ names: ["farm"] });
    const said = await call({ cert, key });
    expect(said).toMatch(/refused: ERR_SSL_\S*ALERT_\S*UNKNOWN_CA/);
    expect(said).not.toContain("HTTP/1.1");
  });

  test("lets in nobody with its own certificate: it is no farm's", async () => {
    const said = await call(await shownBy(gate));
    expect(said).toMatch(/refused: ERR_SSL_\S*ALERT_UNSUPPORTED_CERTIFICATE/);
    expect(said).not.toContain("HTTP/1.1");
  });

  test("speaks nothing older than TLS 1.3", async () => {
    const said = await call({ ...(await shownBy(farm)), maxVersion: "TLSv1.2" });
    expect(said).toContain("refused: ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION");
  });

  test("has no answer to what is readable on the way", async () => {
    const question = "GET / HTTP/1.1\r\nHost: there.example.org\r\nConnection: close\r\n\r\n";
    const said = await sendRaw(`http://${address}:${port}`, question).catch(String);
    expect(said).not.toContain("HTTP/");
    expect(said).not.toContain("there");
  });

  test("no key is in a container's description or log, and nobody else reads its file", async () => {
    for (const container of [farm, gate]) {
      const [, line = ""] = (await shownBy(container)).key.split("\n");
      expect(line).toMatch(/^\S{20,}$/);
      const told = JSON.stringify(container) + (await logsOf(container.Id));
      expect(told).not.toContain(line);
      const modes = await runIn(container, ["sh", "-c", `stat -c %a ${storeDirectory("wire")}/*`]);
      expect(modes.trim().split("\n")).toEqual(["600", "600"]);
    }
  });
});

test("while the router is down the farm says so at once, and the router beside it goes on", async () => {
  const status = async (domain: string) => (await ask(base, domain)).status;
  await docker.getContainer(router.Id).stop({ t: 0 });
  try {
    await waitFor("the farm to see it", async () => {
      const began = performance.now();
      return (await status("there.example.org")) === 503 && performance.now() - began < 500;
    });
    const began = performance.now();
    expect((await ask(base, "there.example.org")).text).toContain("Not available");
    for (const _ of Array(5)) expect(await status("there.example.org")).toBe(503);
    // One connection that is tried takes 1.2 s.
    expect(performance.now() - began).toBeLessThan(5_000);
    expect(await status("here.example.org")).toBe(200);
  } finally {
    await docker.getContainer(router.Id).start();
  }
  await waitFor("the way back", async () => (await status("there.example.org")) === 200);
});

test.each(["here", "there"])(
  "whoever asks for %s just when its router is killed gets the page, and soon",
  async (name) => {
    const killed = docker.getContainer(
      (await one("router", (found) => found.includes("other") === (name === "there"))).Id,
    );
    const asked: Promise<{ status: number; text: string }>[] = [];
    await killed.kill();
    try {
      for (let at = 0; at < 20; at++) {
        asked.push(ask(base, `${name}.example.org`, "/", { timeoutSeconds: 4 }));
        await pause(0.1);
      }
      for (const { status, text } of await Promise.all(asked)) {
        expect(status).toBeOneOf([502, 503]);
        expect(text).toContain("Not available");
      }
    } finally {
      await Promise.allSettled(asked);
      await killed.start();
    }
    await waitFor("the way back", async () => (await ask(base, `${name}.example.org`)).status === 200);
  },
);
