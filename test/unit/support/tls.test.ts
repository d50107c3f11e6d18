import * as net from "node:net";
import { afterEach, expect, test } from "vitest";
import { handshake } from "../../support/tls";
import { clientHello, sendAndWait, splitHandshake } from "../../support/tlsBytes";
import { trust } from "../../support/trust";
import { type SecureServer, serveSecurely } from "./secureServer";

const domain = "a.example.org";
const open: net.Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function serve(options: object = {}): Promise<SecureServer> {
  const served = await serveSecurely([domain, "*.b.example.org"], (_, response) => response.end(), options);
  trust(served.base, served.authority.pem);
  open.push(served.server);
  return served;
}

test("a handshake tells version, cipher, protocol, names and chain", async () => {
  const { base } = await serve({ ALPNProtocols: ["h2", "http/1.1"] });
  expect(await handshake(base, "x.b.example.org", { alpn: ["http/1.1", "h2"] })).toMatchObject({
    protocol: "TLSv1.3",
    cipher: "TLS_AES_256_GCM_SHA384",
    alpn: "h2",
    names: [domain, "*.b.example.org"],
    serialNumber: expect.stringMatching(/^[0-9A-F]{32}$/),
    chain: ["", "Authority of a test"],
  });
  expect(await handshake(base, domain, { maxVersion: "TLSv1.2" })).toMatchObject({
    protocol: "TLSv1.2",
    alpn: "",
  });
});

test("tickets are seen in both versions, and their absence too", async () => {
  const { SSL_OP_NO_TICKET } = (await import("node:crypto")).constants;
  const [giving, keeping] = [await serve(), await serve({ secureOptions: SSL_OP_NO_TICKET })];
  const tickets = async ({ base }: SecureServer, maxVersion: "TLSv1.2" | "TLSv1.3") => {
    const made = await handshake(base, domain, { maxVersion });
    return "tickets" in made ? made.tickets : made;
  };
  for (const version of ["TLSv1.2", "TLSv1.3"] as const)
    expect(await tickets(giving, version)).toContainEqual(expect.toSatisfy((size) => size > 32));
  expect(await tickets(keeping, "TLSv1.2")).toEqual([]);
  for (const size of (await tickets(keeping, "TLSv1.3")) as number[]) expect(size).toBe(32);
});

test("a handshake that is refused tells by which code", async () => {
  const { base } = await serve();
  expect(await handshake(base, "c.example.org")).toEqual({ refused: "ERR_TLS_CERT_ALTNAME_INVALID" });
  const old = await handshake(base, domain, { minVersion: "TLSv1", maxVersion: "TLSv1.1" });
  expect(old).toEqual({ refused: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" });
  const cutting = net.createServer((socket) => void socket.once("data", () => socket.destroy()));
  await new Promise<void>((resolve) => cutting.listen(0, "127.0.0.1", resolve));
  open.push(cutting);
  const { port } = cutting.address() as net.AddressInfo;
  const cut = await handshake(`https://127.0.0.1:${port}`, domain, { unverified: true });
  expect(cut).toEqual({ refused: "ECONNRESET" });
});

test("old versions are really offered: a server that takes them gets them", async () => {
  const { base } = await serve({ minVersion: "TLSv1", ciphers: "DEFAULT:@SECLEVEL=0" });
  const offer = { minVersion: "TLSv1", maxVersion: "TLSv1.1" } as const;
  expect(await handshake(base, domain, offer)).toMatchObject({ protocol: "TLSv1.1" });
});

test("a split hello is longer than a packet, comes in pieces, and the handshake goes on", async () => {
  const served = await serve();
  const arrivals: number[] = [];
  served.server.on("connection", (socket: net.Socket) => {
    // Node.js reads below its streams; only the count of bytes shows when they came.
    const watch = setInterval(() => {
      if (socket.bytesRead !== arrivals.at(-1)) arrivals.push(socket.bytesRead);
    }, 10);
    socket.once("close", () => clearInterval(watch));
  });
  const made = await splitHandshake(served.base, domain);
  expect(made).toMatchObject({ protocol: "TLSv1.3", names: [domain, "*.b.example.org"], alpn: "http/1.1" });
  expect(made.helloBytes).toBeGreaterThan(1_500);
  const ofHello = arrivals.filter((bytes) => bytes > 0 && bytes < made.helloBytes);
  expect(ofHello.length).toBeGreaterThanOrEqual(3);
  expect(await splitHandshake(served.base, "c.example.org")).toMatchObject({
    refused: "ERR_TLS_CERT_ALTNAME_INVALID",
  });
});

test("half a hello is closed by a server with a limit, and shows one without", async () => {
  const half = async () => {
    const hello = await clientHello(domain);
    expect(hello[0]).toBe(22);
    return hello.subarray(0, hello.length / 2);
  };
  const { base } = await serve({ handshakeTimeout: 300 });
  const { seconds } = await sendAndWait(base, await half(), 5);
  expect(seconds).toBeGreaterThan(0.2);
  const patient = await serve({ handshakeTimeout: 60_000 });
  await expect(sendAndWait(patient.base, await half(), 0.3)).rejects.toThrow("did not close within 0.3 s");
});

test("plain HTTP on a port of TLS: what came back is seen", async () => {
  const { base } = await serve();
  const { received } = await sendAndWait(base, "GET / HTTP/1.1\r\nHost: a\r\n\r\n", 5);
  expect(received.toString("latin1")).not.toContain("200");
});
