import { putFunction, secretFiles } from "../../../shared/secretFiles";
import { pollFunction } from "../../../shared/shell";
import { credentialsDirectory, domainWords, nameFunction, stateMount } from "./layout";

/** How long a deployment waits for the certificates of its names, in seconds. */
const waitSeconds = 180;

/** What a deployment tells a running issuer. */
export interface IssuerOrder {
  readonly domains: readonly string[];
  readonly revision: string;
  /** The DNS provider's credentials, by name; secret. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Address and port to which the names lead, where that is not so at once. @default it is */
  readonly leadsTo?: string;
}

/** How long is waited for the address that the names lead to, in seconds. */
const doorSeconds = 60;

/** Whatever it answers: that somebody does is enough. */
const awaitDoor = (
  leadsTo: string,
): string => `answers() { wget -S -T 2 -O /dev/null "http://${leadsTo}/" 2>&1 | grep -q HTTP/; }
poll ${doorSeconds} answers || echo "warning: nobody answers at ${leadsTo} yet, where names are proven" >&2
`;

/**
 * Renders the script that runs inside the issuer's container once the farm is at work: it hands over the credentials,
 * orders a try of every name, waits for the outcome and tells which names have no certificate, and why. That is a
 * warning: the other names are served, and the issuer tries again.
 */
export const renderOrder = ({ domains, revision, credentials, leadsTo }: IssuerOrder): string => `set -eu
umask 077
${pollFunction}
${nameFunction}
${putFunction}
${secretFiles(credentialsDirectory, credentials)}
${leadsTo ? awaitDoor(leadsTo) : ""}order="${revision} $(date +%s)-$$"
echo "$order" | put ${stateMount}/order
attended() { [ "$(cat ${stateMount}/attended 2>/dev/null)" = "$order" ]; }
poll ${waitSeconds} attended || echo "warning: the issuer is still at work after ${waitSeconds} s" >&2
for domain in ${domainWords(domains)}; do
  name
  if [ -f "$status" ]; then
    echo "warning: $domain: $(sed 's/.*"error": "\\(.*\\)" }/\\1/' "$status")" >&2
  elif ! [ -f "$live/fullchain.pem" ]; then
    echo "warning: $domain: there is no certificate yet; its log shows what the issuer does" >&2
  fi
done
`;
