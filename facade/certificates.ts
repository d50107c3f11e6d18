import type * as pulumi from "@pulumi/pulumi";

/** Where the certificates come from: which of the fields may be given depends on the source. */
export interface HomeCertificates {
  /** "authority" (one of the environment's own), "files" or "acme". */
  source: string;
  /** Of files and acme: absolute path on the farm's host. */
  directory?: string;
  /** Of an own authority: how long a certificate is valid, in days; 365 by default. */
  lifetimeDays?: number;
  /** Of an own authority and acme: how long before its end a certificate is renewed, in days. */
  renewDays?: number;
  /** Of acme: how the names are proven. */
  challenge?: HomeChallenge;
  /** Of acme: address that the authority may write to. */
  email?: string;
  /** Of acme: the authority's directory URL; Let's Encrypt by default. */
  server?: string;
  /** Of acme: absolute path on the farm's host to the certificate by which a private authority's server is trusted. */
  authorityFile?: string;
}

/** How the names are proven to an authority. */
export interface HomeChallenge {
  /** "http-01" or "dns-01". */
  kind: string;
  /** Of dns-01: lego's name of the DNS provider. */
  provider?: string;
  /** Of dns-01: the provider's settings, as environment variables that anyone may read. */
  settings?: Record<string, string>;
  /** Of dns-01: the provider's secrets, by the name of lego's environment variable. */
  credentials?: Record<string, pulumi.Input<string>>;
}
