import { expect, it } from "vitest";
import { Engines } from "./engines/engines";
import { Monitor } from "./monitor";

it("keys and certificates are made without an engine, from secret inputs too", async () => {
  const made: string[] = [];
  const bench = { labels: {}, nameOf: (name: string) => name };
  const monitor = new Monitor(bench, new Engines("."), ({ type }) => made.push(type));
  const make = async (kind: string, inputs: object) => {
    const type = `tls:index/${kind}:${kind[0]?.toUpperCase()}${kind.slice(1)}`;
    return (await monitor.newResource({ type, name: kind, inputs, provider: "", id: "" } as never)).state;
  };
  const key = await make("privateKey", { algorithm: "ECDSA", ecdsaCurve: "P256" });
  const pem = await new Promise((resolve) => key.privateKeyPem.apply(resolve));
  const wrapped = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value: pem };
  const common = { allowedUses: ["server_auth"], validityPeriodHours: 1, subject: { commonName: "a" } };
  const root = await make("selfSignedCert", { ...common, privateKeyPem: wrapped, isCaCertificate: true });
  const { certRequestPem } = await make("certRequest", { privateKeyPem: wrapped });
  const { subject: _, ...use } = common;
  const signed = { ...use, certRequestPem, caCertPem: root.certPem, caPrivateKeyPem: wrapped };
  expect((await make("locallySignedCert", signed)).certPem).toContain("BEGIN CERTIFICATE");
  // The echoed input stays as it was wrapped.
  expect(root.privateKeyPem).toBe(wrapped);
  expect(made).toHaveLength(4);
  expect(monitor.failures).toEqual([]);
});
