import { expect, test } from "vitest";
import {
  credentialsOf,
  environmentOf,
  issuerOf,
} from "../../../../../components/front/certificates/issuer/told";
import type { AcmeCertificates } from "../../../../../components/front/certificates/source";

const dns = {
  kind: "dns-01",
  provider: "rfc2136",
  settings: { RFC2136_TSIG_KEY: "home", RFC2136_NAMESERVER: "192.0.2.53" },
  credentials: { RFC2136_TSIG_SECRET: "hush", RFC2136_OTHER: "hush" },
} as const;
const source: AcmeCertificates = { source: "acme", challenge: dns, authorityFile: "/etc/authority.pem" };
const domains = ["blog.example.org"];
const revision = (other: object) => issuerOf({ ...source, ...other }, domains).revision;

test("credentials reach the container as files: its environment is there for everyone to inspect", () => {
  expect(environmentOf(source)).toEqual([
    "LEGO_CA_CERTIFICATES=/etc/homeport/authority.pem",
    "RFC2136_NAMESERVER=192.0.2.53",
    "RFC2136_TSIG_KEY=home",
    "RFC2136_OTHER_FILE=/issuer/credentials/RFC2136_OTHER",
    "RFC2136_TSIG_SECRET_FILE=/issuer/credentials/RFC2136_TSIG_SECRET",
  ]);
  expect(Object.keys(credentialsOf(source))).toEqual(["RFC2136_OTHER", "RFC2136_TSIG_SECRET"]);
  expect(JSON.stringify(issuerOf(source, domains))).not.toContain("hush");
});

test("what is told otherwise is another revision, or the issuer would begin before its deployment has ended", () => {
  const first = revision({});
  for (const other of [
    { server: "https://acme.example.org/directory" },
    { challenge: { kind: "http-01" } },
    { challenge: { ...dns, settings: {} } },
  ])
    expect(revision(other)).not.toBe(first);
  expect(issuerOf(source, ["shop.example.org"]).revision).not.toBe(first);
  expect(revision({ challenge: { ...dns, credentials: {} } })).toBe(first);
});
