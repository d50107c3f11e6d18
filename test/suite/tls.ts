import { X509Certificate } from "node:crypto";
import { describe, expect, test } from "vitest";
import { ask } from "../support/http";
import { askHttp2 } from "../support/http2";
import { handshake } from "../support/tls";
import { clientHello, sendAndWait, splitHandshake } from "../support/tlsBytes";
import { both, type Deployed } from "./deployment";

const domains = [
  "web.example.org",
  "www.example.org",
  "apps.example.org",
  "any.shops.example.org",
  "fair.shops.example.org",
  "basket.example.org",
  "store.example.org",
  "vault.example.org",
];
/** How long the farm waits for a handshake, in seconds, and some more. */
const handshakeLimit = 10 + 5;

/** What is agreed on before anything is asked. */
export const tls = (deployed: Deployed) =>
  describe("TLS", () => {
    test.each(domains)("%s has a certificate of the environment's own authority", async (domain) => {
      for (const { https, authority } of both(deployed)) {
        const made = await handshake(https, domain);
        const root = new X509Certificate(authority).toLegacyObject().subject as unknown as { CN: string };
        expect(made).toMatchObject({ protocol: "TLSv1.3", chain: [expect.any(String), root.CN] });
      }
    });

    test("staging's certificates are not good for those who trust production's authority, nor the other way", async () => {
      const { prod, staging } = deployed().environments;
      for (const [there, { authority: ca }] of [
        [prod, staging],
        [staging, prod],
      ] as const)
        expect(await handshake(there.https, "web.example.org", { ca })).toHaveProperty(
          "refused",
          "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        );
    });

    test.each([
      ["a name of nobody", "unknown.example.org"],
      ["a name above a wildcard", "shops.example.org"],
      ["a name two levels below it", "a.b.shops.example.org"],
      ["no name", ""],
    ])("%s gets no certificate: the handshake fails", async (_, servername) => {
      for (const { https } of both(deployed)) {
        const made = await handshake(https, "web.example.org", { servername, unverified: true });
        expect(made).toEqual({ refused: expect.stringMatching(/^ERR_SSL_.*(NAME|HANDSHAKE)/) });
      }
    });

    test("TLS 1.2 and 1.3 are spoken, and nothing older", async () => {
      for (const { https } of both(deployed)) {
        const as = (minVersion: "TLSv1" | "TLSv1.2", maxVersion: "TLSv1" | "TLSv1.1" | "TLSv1.2") =>
          handshake(https, "web.example.org", { minVersion, maxVersion });
        expect(await as("TLSv1.2", "TLSv1.2")).toHaveProperty("protocol", "TLSv1.2");
        for (const version of ["TLSv1", "TLSv1.1"] as const)
          expect(await as("TLSv1", version)).toEqual({ refused: "ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION" });
      }
    });

    test.each(["AES128-SHA", "ECDHE-ECDSA-AES128-SHA", "ECDHE-ECDSA-AES256-SHA384"])(
      "a client that knows %s alone is refused: what is recorded could be read one day, or changed",
      async (ciphers) => {
        for (const { https } of both(deployed))
          expect(await handshake(https, "web.example.org", { ciphers, maxVersion: "TLSv1.2" })).toEqual({
            refused: expect.stringMatching(/HANDSHAKE_FAILURE/),
          });
      },
    );

    test.each([
      ["ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-GCM-SHA256"],
      ["ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"],
    ])(
      "of %s the farm takes %s: its own order, but ChaCha20 for who likes it best",
      async (ciphers, cipher) => {
        for (const { https } of both(deployed))
          expect(
            await handshake(https, "web.example.org", { ciphers, maxVersion: "TLSv1.2" }),
          ).toHaveProperty("cipher", cipher);
      },
    );

    test.each([
      [["h2", "http/1.1"], "h2"],
      [["http/1.1"], "http/1.1"],
      [[], ""],
    ])("who offers %j gets %j", async (alpn, chosen) => {
      for (const { https } of both(deployed))
        expect(await handshake(https, "web.example.org", { alpn })).toHaveProperty("alpn", chosen);
    });

    test("HTTP/2 gives the environment's own answer", async () => {
      for (const { https, name } of both(deployed)) {
        const { status, text } = await askHttp2(https, "web.example.org", "/over/2");
        expect(status).toBe(200);
        expect(JSON.parse(text)).toMatchObject({ answer: name, path: "/over/2" });
      }
    });

    test("no session is given out in a ticket: the key of tickets would open what was recorded", async () => {
      for (const { https } of both(deployed)) {
        expect(await handshake(https, "web.example.org", { maxVersion: "TLSv1.2" })).toMatchObject({
          protocol: "TLSv1.2",
          tickets: [],
        });
        const made = await handshake(https, "web.example.org");
        if ("refused" in made) throw new Error(made.refused);
        // In TLS 1.3 the name of a session that the farm keeps itself is called a ticket too.
        for (const bytes of made.tickets) expect(bytes).toBe(32);
      }
    });

    test("a first message longer than a packet, which arrives in pieces, is understood", async () => {
      for (const { https } of both(deployed)) {
        const made = await splitHandshake(https, "web.example.org");
        expect(made).toMatchObject({ protocol: "TLSv1.3", alpn: "http/1.1" });
        expect(made.helloBytes).toBeGreaterThan(1_500);
      }
    });

    test("who begins a handshake and says no more is sent away in time; the others are served meanwhile", async () => {
      const hello = await clientHello("web.example.org");
      const half = hello.subarray(0, hello.length / 2);
      const waiting = both(deployed).map(({ https }) => sendAndWait(https, half, handshakeLimit));
      for (const { https } of both(deployed)) expect((await ask(https, "web.example.org")).status).toBe(200);
      for (const { received } of await Promise.all(waiting)) expect(received.length).toBeLessThan(100);
    });

    test("plain HTTP on the port of TLS is ended at once, and told nothing", async () => {
      for (const { https } of both(deployed)) {
        const request = "GET / HTTP/1.1\r\nHost: web.example.org\r\n\r\n";
        const { received, seconds } = await sendAndWait(https, request, handshakeLimit);
        expect(received.toString("latin1")).not.toMatch(/haproxy|web/i);
        expect(seconds).toBeLessThan(3);
      }
    });

    test("browsers are not bound to TLS by default: it would bind them in every environment of the name", async () => {
      for (const { https } of both(deployed))
        expect((await ask(https, "web.example.org")).headers).not.toHaveProperty("strict-transport-security");
    });
  });
