import type * as pulumi from "@pulumi/pulumi";
import { byCode } from "../../../shared/order";
import { revisionOf } from "../../../shared/revision";
import type { AcmeCertificates, Dns01 } from "../source";
import { acmeDefaults } from "./defaults";
import { authorityMount, credentialsDirectory } from "./layout";
import type { IssuerScript } from "./script";

/** What an issuer's script is made of. Its revision changes with every setting that is no secret. */
export function issuerOf(source: AcmeCertificates, domains: readonly string[]): IssuerScript {
  const told = {
    domains,
    server: source.server ?? acmeDefaults.server,
    email: source.email,
    challenge: withoutCredentials(source.challenge),
    renewDays: source.renewDays,
    checkSeconds: source.checkSeconds ?? acmeDefaults.checkSeconds,
    retrySeconds: source.retrySeconds ?? acmeDefaults.retrySeconds,
  };
  return { ...told, revision: revisionOf(JSON.stringify(told)) };
}

/** The environment of the issuer's container: of credentials only where their files are. */
export const environmentOf = (source: AcmeCertificates): string[] => [
  ...(source.authorityFile ? [`LEGO_CA_CERTIFICATES=${authorityMount}`] : []),
  ...sorted(dns(source).settings).map(([name, value]) => `${name}=${value}`),
  ...sorted(dns(source).credentials).map(([name]) => `${name}_FILE=${credentialsDirectory}/${name}`),
];

/** The DNS provider's credentials, in an order that does not change from one deployment to the next. */
export const credentialsOf = (source: AcmeCertificates): Record<string, pulumi.Input<string>> =>
  Object.fromEntries(sorted(dns(source).credentials));

function withoutCredentials(challenge: AcmeCertificates["challenge"]) {
  // Whom else the farm asks is nothing to the issuer.
  if (challenge.kind === "http-01") return { kind: challenge.kind };
  const { credentials: _, ...rest } = challenge;
  return rest;
}

const sorted = <T>(named: Readonly<Record<string, T>> = {}): [string, T][] =>
  Object.entries(named).sort(([a], [b]) => byCode(a, b));

const dns = ({ challenge }: AcmeCertificates): Partial<Dns01> =>
  challenge.kind === "dns-01" ? challenge : {};
