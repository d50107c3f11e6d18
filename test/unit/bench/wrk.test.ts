import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { describe, expect, test } from "vitest";
import { parseReport, wrk } from "../../../bench/road/wrk";
import { makeCertificate } from "../../support/certificates";

test("wrk's times are microseconds, its rate is counted over the time it really took", () => {
  const text = 'Running 1s test\n{"requests":3000,"microseconds":1500000,"failed":2,"p50":750,"p99":12000}\n';
  expect(parseReport(text)).toEqual({ perSecond: 2000, p50: 0.75, p99: 12, failed: 2 });
});

test("where nothing was answered to its end, no answer took 0 ms", () => {
  const text = '{"requests":0,"microseconds":1000000,"failed":0,"p50":0,"p99":0}';
  expect(parseReport(text)).toEqual({ perSecond: 0, p50: Number.NaN, p99: Number.NaN, failed: 0 });
});

test("a report that is missing is an error", () => {
  expect(() => parseReport("unable to connect")).toThrow("unable to connect");
});

const load = { path: "/a", domain: "blog.example.org", connections: 1, seconds: 1 };

test.each(["192.0.2.1", "example.org", "172.27.70.1.example.org", "127.0.0.1:80@192.0.2.1"])(
  "%s is never put under load",
  (address) =>
    expect(wrk({ ...load, scheme: "https", address, port: 443 })).rejects.toThrow("neither loopback"),
);

/** What a server at loopback is asked for, connection by connection, and request by request. */
async function asked(newConnections: boolean) {
  const { chain, key } = await makeCertificate();
  const handshakes = new Set<string>();
  const requests = new Set<string>();
  const server = createServer({ cert: chain, key });
  let connections = 0;
  server.on("secureConnection", (socket) => {
    connections++;
    handshakes.add(`${socket.servername} ${socket.getProtocol()} ${socket.getCipher().name}`);
  });
  server.on("request", (request, response) => {
    requests.add(`${request.headers.host} ${request.url}`);
    response.end("here");
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  try {
    const { port } = server.address() as AddressInfo;
    const { failed } = await wrk({ ...load, scheme: "https", address: "127.0.0.1", port, newConnections });
    return { failed, connections, handshakes: [...handshakes], requests: [...requests] };
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

// Only a benchmark installs wrk.
describe.skipIf(spawnSync("wrk", ["-v"]).error)("wrk", () => {
  test("asks this address for a name that no DNS knows, in TLS 1.3 with the one cipher", async () => {
    expect(await asked(false)).toEqual({
      failed: 0,
      connections: 1,
      handshakes: ["blog.example.org TLSv1.3 TLS_AES_128_GCM_SHA256"],
      requests: ["blog.example.org /a"],
    });
  });

  test("opens a connection for each request where it is told to", async () => {
    const { failed, connections } = await asked(true);
    expect(failed).toBe(0);
    expect(connections).toBeGreaterThan(2);
  });
});
