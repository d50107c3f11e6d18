import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { WebSocketServer } from "ws";
import { newAuthority } from "../../support/authority";
import { ask, sendRaw } from "../../support/http";
import { download, events, upload, websocketEcho } from "../../support/streams";
import { type Secure, servernameOf, trust } from "../../support/trust";
import { type SecureServer, serveSecurely } from "./secureServer";

let served: SecureServer;
beforeAll(async () => {
  served = await serveSecurely(["a.example.org", "*.b.example.org"], async (request, response) => {
    if (request.url === "/events") return void response.end("data: one\n\ndata: two\n\n");
    if (request.method === "GET") return void response.end(request.headers.host);
    let received = 0;
    for await (const chunk of request) received += (chunk as Buffer).length;
    response.end(JSON.stringify({ received }));
  });
  const sockets = new WebSocketServer({ server: served.server, path: "/ws" });
  sockets.on("connection", (socket) => socket.on("message", (data) => socket.send(String(data))));
});
afterAll(() => {
  served.server.closeAllConnections();
  served.server.close();
});

describe("before an authority is known", () => {
  test("nothing is asked, so that no test passes by the machine's own authorities", async () => {
    await expect(ask(served.base, "a.example.org")).rejects.toThrow(
      `no authority is known for ${served.base}`,
    );
    await expect(sendRaw(served.base, "", { domain: "a.example.org" })).rejects.toThrow("no authority");
    expect(served.asked).toEqual([]);
  });

  test("one question may bring its own, or take any certificate where it says so", async () => {
    const { pem } = served.authority;
    expect((await ask(served.base, "a.example.org", "/", { ca: pem })).status).toBe(200);
    expect((await ask(served.base, "c.example.org", "/", { unverified: true })).status).toBe(200);
  });
});

describe("at a base whose authority is known", () => {
  beforeAll(() => trust(`${served.base}/`, served.authority.pem));

  test.each([
    ["A.Example.ORG.:7443", "a.example.org"],
    ["x.b.example.org", "x.b.example.org"],
  ])("%s is asked for as %s, and the Host header stays as it was written", async (domain, name) => {
    served.asked.length = 0;
    expect((await ask(served.base, domain)).text).toBe(domain);
    expect(served.asked).toEqual([name]);
  });

  test("another name may be asked for, or none", async () => {
    served.asked.length = 0;
    const asked = (question: Secure) => ask(served.base, "c.example.org", "/", question);
    expect((await asked({ servername: "a.example.org" })).text).toBe("c.example.org");
    expect((await asked({ servername: "", unverified: true })).text).toBe("c.example.org");
    await expect(asked({ servername: "" })).rejects.toThrow("127.0.0.1 is not in the cert's list");
    expect(served.asked.slice(0, 2)).toEqual(["a.example.org", ""]);
  });

  test.each(["c.example.org", "x.y.b.example.org", "example.org"])(
    "a certificate that is not for %s is refused",
    async (domain) => {
      const error = await ask(served.base, domain).catch((error: NodeJS.ErrnoException) => error);
      expect(error).toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
    },
  );

  test("a certificate of another authority is refused, also one of the same name", async () => {
    const { pem } = await newAuthority();
    await expect(ask(served.base, "a.example.org", "/", { ca: pem })).rejects.toThrow("unable to verify");
  });

  test("bodies, events, websockets and plain bytes go through TLS too", async () => {
    const { base } = served;
    expect(await download(base, "a.example.org", "/")).toBe("a.example.org".length);
    expect(await upload(base, "a.example.org", "/", 1_000_000)).toEqual({ received: 1_000_000 });
    expect((await events(base, "a.example.org", "/events")).map(({ data }) => data)).toEqual(["one", "two"]);
    expect(await websocketEcho(base, "a.example.org", "/ws", ["one", "two"])).toEqual(["one", "two"]);
    const text = "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    expect(await sendRaw(base, text, { domain: "a.example.org" })).toMatch(
      /^HTTP\/1\.1 200 OK\r\n.*\r\n\r\nx$/s,
    );
  });

  test("what is refused there is refused for events and websockets too", async () => {
    await expect(events(served.base, "c.example.org", "/events")).rejects.toThrow("c.example.org");
    await expect(websocketEcho(served.base, "c.example.org", "/ws", ["one"])).rejects.toThrow(
      "c.example.org",
    );
  });
});

test.each(["127.0.0.1", "127.0.0.1:7443", "[::1]", "[::1]:7443", ""])(
  "%j is no name that a client would ask for",
  (host) => expect(servernameOf(host)).toBe(""),
);
