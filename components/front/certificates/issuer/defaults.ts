import type { AcmeCertificates } from "../source";

/** What is not set; times are in seconds. */
export const acmeDefaults = {
  directory: "/var/lib/homeport/acme",
  server: "https://acme-v02.api.letsencrypt.org/directory",
  checkSeconds: 43_200,
  retrySeconds: 3600,
} as const;

/**
 * The directory of the host in which an environment finds its certificates: with HTTP-01 there is one issuer for
 * every environment of the host, with DNS-01 each has its own.
 */
export function acmeDirectory(source: AcmeCertificates, environment: string): string {
  const directory = source.directory ?? acmeDefaults.directory;
  return source.challenge.kind === "dns-01" ? `${directory}/${environment}` : directory;
}
