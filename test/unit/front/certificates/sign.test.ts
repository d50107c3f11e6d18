import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import * as tls from "node:tls";
import { afterEach, describe, expect, test } from "vitest";
import { type Signed, signAll, type Wanted } from "../../../../components/front/certificates/sign";
import { root } from "../../../support/root";
import { expectGolden } from "../../golden";

const term = { from: new Date("2026-03-01T10:00:00Z"), until: new Date("2099-03-01T10:00:00Z") };
const later = { from: new Date("2027-03-01T10:00:00Z"), until: new Date("2100-03-01T10:00:00Z") };
const blog: Wanted = {
  commonName: "blog",
  dnsNames: ["www.example.org", "*.blogs.example.org", "blog.example.org"],
  use: "server_auth",
};
const shop: Wanted = { commonName: "shop", dnsNames: ["shop.example.org"], use: "server_auth" };

const sign = (wanted: Wanted, when = term): Signed => signAll(root, [wanted], when)[0] as Signed;
const read = ({ chain }: Signed) => new X509Certificate(chain);

describe("a certificate of the environment's own authority", () => {
  test("has the same bytes each time it is made, by any version of what it is made with", () => {
    expectGolden("certificates/signed.pem", sign(blog).chain);
    expect(sign(blog)).toEqual(sign(blog));
  });

  test("is the authority's, for the names of its service and for no others", () => {
    const certificate = read(sign(blog));
    const authority = new X509Certificate(root.certificate);
    expect(certificate.checkIssued(authority) && certificate.verify(authority.publicKey)).toBe(true);
    expect(certificate.subject).toBe("CN=blog");
    expect(certificate.subjectAltName).toBe(
      "DNS:*.blogs.example.org, DNS:blog.example.org, DNS:www.example.org",
    );
    expect(certificate.ca).toBe(false);
    expect([certificate.validFrom, certificate.validTo].map((date) => new Date(date))).toEqual([
      term.from,
      term.until,
    ]);
  });

  test("has the key that is beside it, which is neither the authority's nor another one's", () => {
    const all = [sign(blog), sign(shop), sign(blog, later), sign({ ...blog, use: "client_auth" })];
    for (const one of all) expect(read(one).checkPrivateKey(createPrivateKey(one.key))).toBe(true);
    const keys = [root, ...all].map(({ key }) => createPrivateKey(key).export({ format: "jwk" }).d);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("stays as it is when another one comes, goes or is asked for first, and when its names change places", () => {
    const alone = sign(blog);
    expect(signAll(root, [shop, blog], term)[1]).toEqual(alone);
    expect(sign({ ...blog, dnsNames: [...(blog.dnsNames ?? [])].reverse() })).toEqual(alone);
  });

  test("keeps its key when its names change, and never its number", () => {
    const [before, after] = [sign(shop), sign({ ...shop, dnsNames: ["shop.example.org", "a.example.org"] })];
    expect(after.key).toBe(before.key);
    const numbers = [before, after, sign(shop, later), sign({ ...shop, use: "client_auth" }), sign(blog)];
    expect(new Set(numbers.map((one) => read(one).serialNumber)).size).toBe(5);
  });

  test("is for one side of a connection", () => {
    expect(read(sign(blog)).keyUsage).toEqual(["1.3.6.1.5.5.7.3.1"]);
    expect(read(sign({ commonName: "farm", use: "client_auth" })).keyUsage).toEqual(["1.3.6.1.5.5.7.3.2"]);
  });
});

describe("who trusts the authority", () => {
  let server: tls.Server | undefined;
  afterEach(() => void server?.close());

  const visit = async (servername: string): Promise<string> => {
    const { chain: cert, key } = sign(blog);
    server = tls.createServer({ cert, key }, (socket) => socket.on("error", () => {}).end());
    server.on("tlsClientError", () => {});
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address() as AddressInfo;
    const socket = tls.connect({ port, host: "127.0.0.1", servername, ca: root.certificate });
    try {
      await once(socket, "secureConnect");
      return "taken";
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? "";
    } finally {
      socket.destroy();
    }
  };

  test.each([
    ["blog.example.org", "taken"],
    ["a.blogs.example.org", "taken"],
    ["shop.example.org", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("asks for %s: %s", async (name, outcome) => {
    expect(await visit(name)).toBe(outcome);
  });
});
