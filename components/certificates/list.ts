import { isWildcard } from "../shared/domain";

/** A line of HAProxy's list of certificates. */
export interface ListLine {
  /** File with chain and key. */
  readonly file: string;
  /** Names for which it is shown. */
  readonly domains: readonly string[];
  /**
   * File with the authorities of which a visitor has to show a certificate.
   * @default visitors need none
   */
  readonly clientAuthority?: string;
}

/**
 * Renders one line of a `crt-list`. The names are spelled out: a certificate is never shown for a name that the
 * farm does not serve.
 * @see https://docs.haproxy.org/3.2/configuration.html#crt-list
 */
export const renderListLine = ({ file, domains, clientAuthority }: ListLine): string =>
  [
    file,
    ...(clientAuthority ? [`[verify required ca-file ${clientAuthority}]`] : []),
    ...[...domains].sort(),
  ].join(" ");

/** The name of a domain's certificate in a directory, where a star means something else. */
export const fileNameOf = (domain: string): string => (isWildcard(domain) ? `_${domain.slice(1)}` : domain);
