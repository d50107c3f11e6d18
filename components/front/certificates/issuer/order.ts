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
}

/**
 * Renders the script that runs inside the issuer's container once the farm is at work: it hands over the credentials,
 * orders a try of every name, waits for the outcome and tells which names have no certificate, and why. That is a
 * warning: the other names are served, and the issuer tries again.
 */
export const renderOrder = ({ domains, revision, credentials }: IssuerOrder): string => `set -eu
umask 077
${pollFunction}
${nameFunction}
${putFunction}
${secretFiles(credentialsDirectory, credentials)}
order="${revision} $(date +%s)-$$"
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
