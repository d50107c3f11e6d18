import { quote } from "../../../shared/shell";

/** Where the issuer's container has the directory of account keys, certificates and failures. */
export const acmeMount = "/acme";
/** Where it has what the deployment tells it: credentials, and the order to begin. */
export const stateMount = "/issuer";
export const credentialsDirectory = `${stateMount}/credentials`;
/** The authority of the ACME server's own certificate, where one is named. */
export const authorityMount = "/etc/homeport/authority.pem";

/** Words of a shell script's loop over the names. */
export const domainWords = (domains: readonly string[]): string => domains.map(quote).join(" ");

/** Shell: sets the files of `$domain`. */
export const nameFunction = `name() {
  case $domain in '*'*) file=_\${domain#?} ;; *) file=$domain ;; esac
  status=${acmeMount}/status/$file.json
  live=${acmeMount}/live/$file
}`;
