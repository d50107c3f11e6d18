import * as http from "node:http";
import * as net from "node:net";
import { afterEach, expect, test } from "vitest";
import { start } from "../../support/load";
import { pause, waitFor } from "../../support/wait";
import { serveSecurely } from "./secureServer";

let server: http.Server;
afterEach(() => void server?.close());

async function serve(answer: http.RequestListener): Promise<string> {
  server = http.createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`;
}

test("the rate is kept even while nothing answers, so a stall cannot hide losses", async () => {
  const origin = await serve(() => undefined);
  const load = start({ origin, host: "a.example.org", rate: 200, connections: 4, timeoutSeconds: 2 });
  await waitFor("far more requests than connections", async () => load.report().sent > 100);
  server.closeAllConnections();
  const report = await load.stop();
  expect(report.failed).toBe(report.sent);
});

test("what was due while this process itself stood still is not sent as a flood", async () => {
  const origin = await serve((_, response) => void response.end("ok"));
  const load = start({ origin, host: "a.example.org", rate: 1_000 });
  await waitFor("some requests", async () => load.report().sent > 10);
  const before = load.report().sent;
  const until = performance.now() + 1_000;
  while (performance.now() < until);
  await pause(0.02);
  expect(load.report().sent - before).toBeLessThan(500);
  expect((await load.stop()).failed).toBe(0);
});

test("a request whose connection dies is lost and never sent again", async () => {
  let asked = 0;
  const origin = await serve((request, response) => {
    asked++;
    if (asked % 10 === 0) request.socket.destroy();
    else response.setHeader("x-answer", request.headers.host ?? "").end("ok");
  });
  const load = start({ origin, host: "a.example.org", rate: 400, connections: 8 });
  await pause(1);
  const report = await load.stop();
  expect(asked).toBe(report.sent);
  expect(report.failed).toBe(Math.floor(asked / 10));
  expect(report.ok + report.failed).toBe(report.sent);
  expect(report.answers).toEqual({ "a.example.org": report.ok });
  expect(report.failures[0]?.what).toContain("UND_ERR_SOCKET");
});

test("an answer cut off in its middle, or another status, is lost", async () => {
  let asked = 0;
  const origin = await serve((request, response) => {
    if (asked++ % 2) return void response.writeHead(503).end();
    response.writeHead(200, { "content-length": "10" }).write("half");
    setTimeout(() => request.socket.destroy(), 5);
  });
  const load = start({ origin, host: "a.example.org", rate: 100 });
  await pause(0.5);
  const report = await load.stop();
  expect(report.ok).toBe(0);
  expect(report.failed).toBe(report.sent);
  expect(report.failures.map(({ what }) => what)).toContain("status 503");
});

test("connections are kept alive and used in turn", async () => {
  const origin = await serve((_, response) => void response.end("ok"));
  let connections = 0;
  server.on("connection", () => connections++);
  const load = start({ origin, host: "a.example.org", rate: 200, connections: 16 });
  await pause(0.7);
  const report = await load.stop();
  expect(report.ok).toBe(report.sent);
  expect(connections).toBe(16);
  expect(report.connections).toBe(16);
});

test("every request can have a connection of its own, with a whole handshake and its certificate", async () => {
  const {
    server,
    base: origin,
    authority,
  } = await serveSecurely(["a.example.org"], (_, response) => {
    response.end("ok");
  });
  let handshakes = 0;
  server.on("secureConnection", (socket) => {
    if (!socket.isSessionReused()) handshakes++;
  });
  const host = "A.example.org:7443";
  const load = start({ origin, host, ca: authority.pem, rate: 50, timeoutSeconds: 60, newConnections: true });
  const certificates = (shown: number, connections: number) =>
    waitFor(`${connections} connections and ${shown} certificates`, async () => {
      const report = load.report();
      return report.connections > connections && Object.keys(report.certificates).length === shown;
    });
  await certificates(1, 20);
  server.setSecureContext(await authority.issue(["a.example.org"]));
  await certificates(2, 40);
  const report = await load.stop();
  server.close();
  expect(report.ok).toBe(report.sent);
  expect([handshakes, report.connections, report.notConnected]).toEqual([report.sent, report.sent, 0]);
  const shown = Object.values(report.certificates);
  expect(shown).toHaveLength(2);
  expect(shown.reduce((sum, times) => sum + times)).toBe(report.sent);
});

test("a handshake that is cut off, or not a good one, is counted and not tried again", async () => {
  const { server, base, authority } = await serveSecurely(["a.example.org"], (_, response) => {
    response.end("ok");
  });
  const port = Number(new URL(base).port);
  let opened = 0;
  const moody = net.createServer((socket) => {
    socket.on("error", () => {});
    if (++opened % 5 === 0) return void socket.once("data", () => socket.destroy());
    const through = net.connect(port, "127.0.0.1", () => socket.pipe(through).pipe(socket));
    through.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => moody.listen(0, "127.0.0.1", resolve));
  const origin = `https://127.0.0.1:${(moody.address() as net.AddressInfo).port}`;
  const settings = { origin, ca: authority.pem, rate: 50, newConnections: true };
  const load = start({ ...settings, host: "a.example.org" });
  await pause(1);
  const report = await load.stop();
  const asStranger = start({ ...settings, origin: base, host: "b.example.org" });
  await waitFor("some requests", async () => asStranger.report().sent > 5);
  const refused = await asStranger.stop();
  moody.close();
  server.close();
  expect(opened).toBe(report.sent);
  expect(report.notConnected).toBe(Math.floor(opened / 5));
  expect([report.failed, report.ok]).toEqual([report.notConnected, report.connections]);
  expect([refused.ok, refused.failed, refused.notConnected]).toEqual([0, refused.sent, refused.sent]);
});

test("nothing but loopback is ever put under load, and never without an end", () => {
  const options = { host: "a.example.org", rate: 10 };
  expect(() => start({ ...options, origin: "http://192.0.2.1:80" })).toThrow("loopback");
  expect(() => start({ ...options, origin: "https://example.org" })).toThrow("loopback");
  const origin = "http://127.0.0.1:9";
  expect(() => start({ ...options, origin, rate: 1e6 })).toThrow("rate");
  expect(() => start({ ...options, origin, maxSeconds: 1e6 })).toThrow("maxSeconds");
});
