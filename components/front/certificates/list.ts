import { isWildcard } from "../../shared/domain";
import { namedBelow } from "../../shared/precedence";

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
  /**
   * Names for which it is not shown, although a wildcard among its own covers them.
   * @default none
   */
  readonly except?: readonly string[];
}

/**
 * Renders one line of a `crt-list`. The names are spelled out: a certificate is never shown for a name that the
 * farm does not serve.
 * @see https://docs.haproxy.org/3.2/configuration.html#crt-list
 */
export const renderListLine = ({ file, domains, clientAuthority, except = [] }: ListLine): string =>
  [
    file,
    ...(clientAuthority ? [`[verify required ca-file ${clientAuthority}]`] : []),
    ...[...domains].sort(),
    ...[...except].sort().map((name) => `!${name}`),
  ].join(" ");

type Asking = Pick<ListLine, "domains" | "clientAuthority">;

/**
 * Names below one's wildcards whose visitors are asked for another certificate, or for none. HAProxy would take the
 * wildcard's line for such a name where that one's key is elliptic and the name's own is not, or where the name has
 * no certificate yet: its visitors would come in unasked.
 */
export const askedOtherwise = (own: Asking, all: readonly Asking[]): string[] => {
  const others = all
    .filter(({ clientAuthority }) => clientAuthority !== own.clientAuthority)
    .flatMap(({ domains }) => domains);
  return own.domains.flatMap((name) => namedBelow(name, others));
};

/** The name of a domain's certificate in a directory, where a star means something else. */
export const fileNameOf = (domain: string): string => (isWildcard(domain) ? `_${domain.slice(1)}` : domain);
