import type * as pulumi from "@pulumi/pulumi";

/** The server asks for a file at every name on port 80: nothing to set, but no wildcard names. */
export interface Http01 {
  readonly kind: "http-01";
}

/** The server asks for a record in the domain's DNS, which the issuer writes: wildcard names too. */
export interface Dns01 {
  readonly kind: "dns-01";
  /** The DNS provider by lego's code for it, such as `cloudflare`. */
  readonly provider: string;
  /**
   * The provider's settings that are no secret, by lego's names for them.
   * @default none
   */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * The provider's credentials, by lego's names for them. They reach lego as files that root alone can read.
   * @default none
   */
  readonly credentials?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * DNS servers to ask where a domain's zone begins, as `address:port`.
   * @default the container's own
   */
  readonly resolvers?: readonly string[];
  /**
   * How long to wait for a record to spread, in seconds, instead of asking the domain's own servers for it.
   * @default they are asked
   */
  readonly propagationSeconds?: number;
}

/** Certificates from an authority that speaks ACME, such as Let's Encrypt: issued and renewed without a deployment. */
export interface AcmeCertificates {
  readonly source: "acme";
  /**
   * Directory of the farm's host for account keys and certificates. It is made where it is missing.
   * @default /var/lib/homeport/acme
   */
  readonly directory?: string;
  /**
   * Address of the account, to which an authority may write.
   * @default none
   */
  readonly email?: string;
  /**
   * URL of the server's ACME directory.
   * @default Let's Encrypt's, for production
   */
  readonly server?: string;
  /**
   * File of the farm's host with the authority that the server's own certificate is of, in PEM.
   * @default the public authorities
   */
  readonly authorityFile?: string;
  /** How the server is shown that the names are ours. */
  readonly challenge: Http01 | Dns01;
  /**
   * Days before its end at which a certificate is renewed, where the server does not say when.
   * @default when a third of its lifetime is left, or half of one of at most 10 days
   */
  readonly renewDays?: number;
  /**
   * How often it is asked which certificates are due, in seconds.
   * @default 43200
   */
  readonly checkSeconds?: number;
  /**
   * How long a name waits after a first failure, in seconds; each further one doubles it, up to a day.
   * @default 3600
   */
  readonly retrySeconds?: number;
  /**
   * Image of the issuer: lego 4.25 or later, with a POSIX shell.
   * @default goacme/lego:v4.31.0
   */
  readonly image?: string;
}

/** What is not set. */
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
