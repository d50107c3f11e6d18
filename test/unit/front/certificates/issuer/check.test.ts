import { describe, expect, test } from "vitest";
import {
  acmeSchema,
  givenCredentials,
  unprovable,
} from "../../../../../components/front/certificates/issuer/check";
import { acmeDirectory } from "../../../../../components/front/certificates/issuer/defaults";
import { problemsOf } from "../../../../../components/shared/problems";

const http = { source: "acme", challenge: { kind: "http-01" } } as const;
const dns = { kind: "dns-01", provider: "cloudflare" } as const;

const problems = (source: object): string[] =>
  problemsOf(acmeSchema(givenCredentials), { ...http, ...source }).map(
    ({ path, message }) => `${path.join(".")}: ${message}`,
  );

describe("settings that no issuer could work with are refused before any resource exists", () => {
  test.each<[object, string]>([
    [
      { directory: "acme" },
      'directory: "acme" is not an absolute path of the host; example: /var/lib/homeport/acme',
    ],
    [{ email: "home" }, 'email: "home" is not an e-mail address; example: home@example.org'],
    [
      { server: "http://acme.example.org/dir" },
      'server: "http://acme.example.org/dir" is not the https URL of an ACME directory, of another machine (localhost is the issuer\'s own container); example: https://acme-v02.api.letsencrypt.org/directory',
    ],
    [{ renewDays: 0 }, "renewDays: 0 is not a whole number of days from 1 to 365; example: 30"],
    [
      { checkSeconds: 0.5 },
      "checkSeconds: 0.5 is not a whole number of seconds from 1 to 604800; example: 43200",
    ],
    [
      { retrySeconds: 90_000 },
      "retrySeconds: 90000 is not a whole number of seconds from 1 to 86400; example: 3600",
    ],
    [
      { challenge: { kind: "tls-alpn-01" } },
      'challenge.kind: "tls-alpn-01" is not a kind of challenge (http-01, dns-01); example: { kind: "http-01" }',
    ],
    [
      { challenge: { kind: "http-01", peer: "cellar" } },
      'challenge.peer: "cellar" is not an address of IPv4 or IPv6; example: 127.0.0.1',
    ],
    [
      { challenge: { ...dns, provider: "Cloud Flare" } },
      'challenge.provider: "Cloud Flare" is not lego\'s code of a DNS provider; example: cloudflare',
    ],
    [
      { challenge: { ...dns, provider: "manual" } },
      'challenge.provider: "manual" waits for a person at each renewal; example: cloudflare',
    ],
    [
      { challenge: { ...dns, settings: { REGION: 1 } } },
      'challenge.settings.REGION: 1 is not a text; example: "eu-central-1"',
    ],
    [
      { challenge: { ...dns, resolvers: ["192.0.2.53"] } },
      'challenge.resolvers.0: "192.0.2.53" is not an address and a port, of another machine (localhost is the issuer\'s own container); example: 192.0.2.53:53',
    ],
  ])("%j", (source, problem) => {
    expect(problems(source)).toEqual([problem]);
  });

  test.each<[object, RegExp]>([
    [{ chalenge: {} }, /chalenge/],
    [{ challenge: { kind: "http-01", provider: "cloudflare" } }, /provider/],
    [{ challenge: { ...dns, credentials: { token: "x" } } }, /token/],
    [{ challenge: { ...dns, credentials: { CF_TOKEN_FILE: "/run/token" } } }, /leave out "_FILE"/],
    [
      { challenge: { ...dns, settings: { CF_TOKEN: "x" }, credentials: { CF_TOKEN: "x" } } },
      /is a credential as well/,
    ],
    [{ server: "https://localhost:14000/dir" }, /^server: .* of another machine/],
    [{ challenge: { ...dns, resolvers: ["127.0.0.1:53"] } }, /^challenge.resolvers.0: .* of another machine/],
    [
      { challenge: { ...dns, settings: { PDNS_API_URL: "http://localhost:8081" } } },
      /^challenge.settings.PDNS_API_URL: .* of another machine/,
    ],
    [
      { challenge: { ...dns, settings: { RFC2136_NAMESERVER: "127.0.0.1:53" } } },
      /^challenge.settings.RFC2136_NAMESERVER: .* of another machine/,
    ],
  ])("%j", (source, problem) => {
    expect(problems(source).join()).toMatch(problem);
  });
});

test("a wildcard name cannot be proved over HTTP, and the way out is named", () => {
  expect(unprovable(http, ["blog.example.org", "*.shops.example.org"])).toEqual([
    {
      path: ["challenge", "kind"],
      message:
        '"http-01" cannot prove the wildcard name *.shops.example.org; use a challenge of kind "dns-01", or name each domain',
    },
  ]);
  expect(unprovable({ source: "acme", challenge: dns }, ["*.shops.example.org"])).toEqual([]);
});

test("everything that can be set is accepted", () => {
  const challenge = {
    ...dns,
    settings: { A: "b", EMPTY: "", PDNS_SERVER_NAME: "localhost" },
    credentials: { C: "d" },
    // The last is the engine's, which each container finds at an address of its own.
    resolvers: ["ns:53", "127.0.0.11:53"],
    propagationSeconds: 60,
  };
  const more = { directory: "/srv/acme", email: "home@example.org", server: "https://pebble:14000/dir" };
  const times = { renewDays: 30, checkSeconds: 60, retrySeconds: 60 };
  expect(problems({ challenge, ...more, ...times, authorityFile: "/etc/ca.pem" })).toEqual([]);
});

test("with DNS-01 each environment has a directory of its own; with HTTP-01 all read the one issuer's", () => {
  expect(acmeDirectory(http, "staging")).toBe("/var/lib/homeport/acme");
  expect(acmeDirectory({ source: "acme", challenge: dns }, "staging")).toBe("/var/lib/homeport/acme/staging");
});
