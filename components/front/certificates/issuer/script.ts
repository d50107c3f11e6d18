import { fileFunctions, waitFunctions } from "../../../shared/loop";
import { commandLine, quote } from "../../../shared/shell";
import { certificatePorts } from "../ports";
import { attemptFunctions } from "./attempt";
import { acmeMount, domainWords, nameFunction, stateMount } from "./layout";
import { lockFunctions, lockLines } from "./lock";

/** The challenge as lego's command line knows it; the rest of DNS-01 is in the container's environment. */
export type ScriptChallenge =
  | { readonly kind: "http-01" }
  | {
      readonly kind: "dns-01";
      readonly provider: string;
      readonly resolvers?: readonly string[];
      readonly propagationSeconds?: number;
    };

/** What the issuer's script is made of; times are in seconds. */
export interface IssuerScript {
  readonly domains: readonly string[];
  readonly server: string;
  readonly email?: string;
  readonly challenge: ScriptChallenge;
  readonly renewDays?: number;
  readonly checkSeconds: number;
  readonly retrySeconds: number;
  /** Changes with everything that the issuer is told, also with what is not part of its script. */
  readonly revision: string;
}

/** How long the issuer waits for a deployment to come to its end before it begins without its word, in seconds. */
const patienceSeconds = 3600;
/** How often it looks whether there is something to do, in seconds. */
const tickSeconds = 5;

/**
 * Renders the script that the issuer's container runs: it obtains and renews one certificate for each name, in turn,
 * and publishes them in certbot's layout. It goes on where it was after a restart.
 */
export const renderIssuer = (issuer: IssuerScript): string => `set -u
umask 077
server=${quote(issuer.server)}
account=${quote(issuer.email ?? "")}
retry=${issuer.retrySeconds}
log=/tmp/lego.log
lego=$(command -v lego || echo /lego)

${fileFunctions}
alive() { echo > /tmp/alive; }
${nameFunction}

# A signal interrupts a wait, but no program in the foreground: what takes long runs beside the shell.
child=
begun=
stop() {
  [ -z "$child" ] || kill "$child" 2>/dev/null
  [ -z "$begun" ] || rm -f "$begun"
  unlock
  exit 0
}
trap stop TERM INT
${waitFunctions}

# An hour: a program that hangs must not keep the other names waiting for ever.
ask() { exec timeout 3600 "$lego" ${commandLine(...legoWords(issuer))} --domains "$domain" "$@"; }
obtain() { ask run; }
renew() { ask ${commandLine(...renewWords(issuer))}; }

${lockFunctions}

${attemptFunctions}

# Deployments order a try of every name; otherwise failures wait for their time, and the rest for the next check.
wanted() {
  [ "$order" = "$attended" ] || return 0
  if [ -f "$status" ]; then
    left=$(($(field nextTry) - time))
    # More than the longest wait there is: the clock was wrong when it was written.
    [ $left -le 0 ] || [ $left -gt 100000 ]
  else
    [ $due = yes ] || [ ! -f "$live/fullchain.pem" ]
  fi
}

mkdir -p ${acmeMount}/status ${acmeMount}/live
${lockLines}

# The way for a challenge is open only when the deployment has come to its end.
ordered() { first_line ${stateMount}/order; [ "\${line%% *}" = ${issuer.revision} ]; }
patience=$(($(now) + ${patienceSeconds}))
ordered || echo "waiting for the deployment to come to its end"
until ordered || [ "$(now)" -ge $patience ]; do alive; pause 1; done
echo "at work"

next=0
while :; do
  first_line ${stateMount}/order
  order=$line
  first_line ${stateMount}/attended
  attended=$line
  time=$(now)
  due=no
  if [ "$time" -ge $next ]; then due=yes; next=$((time + ${issuer.checkSeconds} + $(random ${Math.ceil(issuer.checkSeconds / 10)}))); fi
  for domain in ${domainWords(issuer.domains)}; do
    alive
    name
    wanted || continue
    locked || { echo "another issuer has taken the directory over"; stop; }
    attend
  done
  [ "$order" = "$attended" ] || echo "$order" | put ${stateMount}/attended
  pause ${tickSeconds}
done
`;

function legoWords({ server, email, challenge }: IssuerScript): string[] {
  return [
    ...["--accept-tos", "--path", acmeMount, "--server", server],
    ...(email ? ["--email", email] : []),
    ...challengeWords(challenge),
  ];
}

function challengeWords(challenge: ScriptChallenge): string[] {
  if (challenge.kind === "http-01") return ["--http", "--http.port", `:${certificatePorts.issuer}`];
  const { provider, resolvers = [], propagationSeconds } = challenge;
  return [
    ...["--dns", provider],
    ...resolvers.flatMap((address) => ["--dns.resolvers", address]),
    ...(propagationSeconds === undefined ? [] : ["--dns.propagation-wait", `${propagationSeconds}s`]),
  ];
}

// The checks are spread by the script itself: lego's own delay would hold up the names behind it.
const renewWords = ({ renewDays }: IssuerScript): string[] => [
  ...["renew", "--no-random-sleep"],
  ...(renewDays === undefined ? ["--dynamic"] : ["--days", String(renewDays)]),
];
