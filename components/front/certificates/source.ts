import type * as pulumi from "@pulumi/pulumi";
import type { HaproxyFarm } from "../farm/component";

/** Where the certificates of a farm come from. */
export type CertificateSource =
  | AuthorityCertificates
  | FileCertificates
  | AcmeCertificates
  | FarmCertificates;

/** A private authority of the environment's own: its root is imported where its sites are to be trusted. */
export interface AuthorityCertificates {
  readonly source: "authority";
  /**
   * How long a service's certificate is valid, in days; browsers take no more than 398.
   * @default 365
   */
  readonly lifetimeDays?: number;
  /**
   * How long before its end an update renews a certificate, in days.
   * @default 90
   */
  readonly renewDays?: number;
}

/** Certificates that something else keeps on the farm's host. */
export interface FileCertificates {
  readonly source: "files";
  /**
   * Absolute path on the farm's host, in certbot's layout: `live/<name>/fullchain.pem` and `privkey.pem`.
   * A changed file goes live within seconds.
   */
  readonly directory: string;
}

/** Certificates that an authority issues by ACME (RFC 8555), Let's Encrypt for one. */
export interface AcmeCertificates {
  readonly source: "acme";
  /** How the names are proven. */
  readonly challenge: Http01 | Dns01;
  /**
   * Absolute path on the farm's host for account key and certificates; farms of other environments read it too.
   * @default /var/lib/homeport/acme
   */
  readonly directory?: string;
  /**
   * Address that the authority may write to.
   * @default none
   */
  readonly email?: string;
  /**
   * The authority's directory URL.
   * @default https://acme-v02.api.letsencrypt.org/directory
   */
  readonly server?: string;
  /**
   * Absolute path on the farm's host to the certificate by which a private authority's server is trusted.
   * @default the public authorities
   */
  readonly authorityFile?: string;
  /**
   * How long before its end a certificate is renewed, in days, where the authority does not say when.
   * @default when a third of its lifetime is left, or half of one of at most 10 days
   */
  readonly renewDays?: number;
  /**
   * Time between two looks at what is due, in seconds.
   * @default 43200
   */
  readonly checkSeconds?: number;
  /**
   * Wait after a first failure, in seconds; it doubles with each further one, up to a day.
   * @default 3600
   */
  readonly retrySeconds?: number;
}

/** Those of another farm, whose names both serve: visitors see no difference between the two. */
export interface FarmCertificates {
  readonly source: "farm";
  /** A farm of the program whose certificates are of an authority of the environment's own. */
  readonly farm: HaproxyFarm;
}

/** The authority asks for a file by HTTP, on port 80 of the name's public address. */
export interface Http01 {
  readonly kind: "http-01";
  /**
   * Address of the host of another farm with the same names and ports, which has an issuer too: whoever of the two is asked
   * for what the other one has to prove asks there.
   * @default no other farm has these names
   */
  readonly peer?: string;
}

/** The authority asks for a record of the name's DNS zone: the only way to a wildcard. */
export interface Dns01 {
  readonly kind: "dns-01";
  /** lego's name of the DNS provider. */
  readonly provider: string;
  /**
   * The provider's settings, as environment variables that anyone may read.
   * @default none
   */
  readonly settings?: Readonly<Record<string, string>>;
  /**
   * The provider's secrets, by the name of lego's environment variable.
   * @default none
   */
  readonly credentials?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * DNS servers that are asked where a name's zone begins, as `address:port`.
   * @default those of the farm's host
   */
  readonly resolvers?: readonly string[];
  /**
   * How long a record is given to spread, in seconds, instead of asking the zone's own servers for it.
   * @default they are asked
   */
  readonly propagationSeconds?: number;
}
