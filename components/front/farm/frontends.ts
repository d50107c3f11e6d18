import { endsPage } from "../certificates/ends";
import { acceptEncodingRules, tunnelRules, unbelievedRules } from "../haproxy/arrival";
import { plainConnections, reserve } from "../haproxy/capacity";
import { passwordRules, untoldRule } from "../haproxy/passwordRules";
import { connectionRules, requestRules } from "../haproxy/perAddressRules";
import { bindings, section } from "../haproxy/text";
import { callerRules, forwardedRules, inFront, sharing, tellersOf } from "./behindRules";
import { challengeAcl, challengeRules, unlessChallenge } from "./challenges";
import { destinationRules } from "./destination";
import { domainAcl, namesInH2, routerRules, servedRules } from "./domainRules";
import type { FarmConfig } from "./farmConfig";
import { figuresRules, shownPaths } from "./figures";
import { authorityRule, locationRules } from "./location";
import { maintainedPath, maintainedRules } from "./maintained";
import { maintenanceRules } from "./maintenance";
import { bodyRules } from "./ownLimits";
import { misdirectedPage, notFoundPage, pageText } from "./pages";
import { placeRules } from "./places";
import { farmPorts } from "./ports";
import { rateLimitRules } from "./rateLimit";
import { redirectRules, shownPort } from "./redirects";
import { alternative, referrerPolicy, strictTransport, tlsBind } from "./tls";
import { unclaimedRules } from "./unclaimed";

/** Without TLS there is nothing but a way to TLS, and the proof of a name to whoever issues its certificate. */
export const plainSection = ({
  publicPorts,
  issuer,
  issuerPeer,
  rateLimit,
  perAddress,
  maxConnections,
  hairpins,
  behind,
  subnet6,
  ...served
}: FarmConfig): string => {
  const proving = { issuer, issuerPeer };
  const but = unlessChallenge(proving);
  const to = `https://%[var(txn.domain)]${shownPort(publicPorts.https)}%[pathq]`;
  return section(
    "frontend http",
    bindings(farmPorts.http, subnet6 !== undefined),
    `maxconn ${plainConnections(maxConnections)}`,
    arrivalRules({ perAddress, hairpins, behind }),
    challengeAcl(proving),
    // An authority that proves many names at once asks for as much as it has to.
    rateLimitRules(rateLimit, issuer && "challenge", sharing(behind)),
    servedRules(served),
    `http-request return ${pageText(notFoundPage)} if !served${but}`,
    // Of a moved address, browsers ask again by GET; all else is to be sent again as it was.
    `http-request redirect code 301 location ${to} if METH_GET${but}`,
    `http-request redirect code 308 location ${to} if !METH_GET${but}`,
    challengeRules(proving),
  );
};

/** Where visitors are served. */
export const webSection = (config: FarmConfig): string =>
  section(
    "frontend web",
    tlsBind(farmPorts.https, config.subnet6 !== undefined, config.tls, config.http3),
    `maxconn ${config.maxConnections}`,
    arrivalRules(config),
    rateLimitRules(config.rateLimit, undefined, sharing(config.behind)),
    tunnelRules,
    servedRules(config),
    `http-request return ${pageText(notFoundPage)} unless served`,
    redirectRules(config.redirects, config.publicPorts.https, config.tls),
    passwordsAsked(config),
    unclaimedRules(config.partly),
    longCallRules(config),
    clientRules(config.tls.clientChecked),
    serviceRules(config),
    forwardingHeaders(config.publicPorts.https),
    authorityRule,
    locationRules,
    acceptEncodingRules,
    destinationRules(config.destinations),
    strictTransport(config.tls),
    referrerPolicy,
    config.http3 ? alternative(config.publicPorts.https) : [],
    routerRules(config),
  );

/** What depends on the service that a request is for. */
const serviceRules = ({ places, ownLimits = [], maintenance = {} }: FarmConfig): string[] =>
  places ? [...placeRules(places), ...maintenanceRules(maintenance), ...bodyRules(ownLimits)] : [];

/** Strangers' passwords are looked at a few at a time, where a service asks for them. */
const passwordsAsked = ({ passwordDomains, perAddress }: FarmConfig): string[] =>
  passwordDomains.length > 0
    ? [
        ...domainAcl("asks_passwords", passwordDomains),
        ...passwordRules(perAddress, "asks_passwords"),
        untoldRule,
      ]
    : [];

/** A visitor's side of calls that may be silent for long. */
const longCallRules = (config: FarmConfig): string[] => {
  const names = namesInH2(config);
  return names.length > 0
    ? [
        ...domainAcl("long_calls", [...new Set(names)]),
        `http-request set-timeout client ${config.timeouts.tunnel}s if long_calls`,
      ]
    : [];
};

/** Whose request it is, and what their address may have. */
function arrivalRules({
  perAddress,
  hairpins,
  behind,
}: Pick<FarmConfig, "perAddress" | "hairpins" | "behind">): string[] {
  const tellers = tellersOf(hairpins, behind);
  return [
    ...inFront(behind),
    ...callerRules(tellers),
    ...connectionRules(perAddress, tellers),
    ...forwardedRules(behind, perAddress),
    ...requestRules(perAddress, sharing(behind)),
  ];
}

/** Who has shown a certificate for one name has not shown it for another on the same connection. */
const clientRules = (domains: readonly string[]): string[] =>
  domains.length > 0
    ? [
        ...domainAcl("client_checked", domains),
        `http-request return ${pageText(misdirectedPage)} if client_checked !{ ssl_fc_sni,lower,strcmp(txn.domain) eq 0 }`,
        "# Whatever the list of certificates says: nobody gets here who has shown none.",
        `http-request return ${pageText(misdirectedPage)} if client_checked !{ ssl_c_used }`,
      ]
    : [];

const forwardingHeaders = (publicPort: number): string[] => [
  ...unbelievedRules,
  "http-request set-header X-Forwarded-For %[src]",
  "http-request set-header X-Forwarded-Host %[req.hdr(host)]",
  `http-request set-header X-Forwarded-Port ${publicPort}`,
  "http-request set-header X-Forwarded-Proto https",
  "http-request set-header X-Real-IP %[src]",
];

/** What the administrator sees. */
export const statsSection = ({
  subnet,
  subnet6,
  admins,
  keeper,
  backups,
  monitor,
  tls,
  routers,
  places,
}: FarmConfig): string =>
  section(
    "frontend stats",
    bindings(farmPorts.stats, subnet6 !== undefined),
    `maxconn ${reserve.stats}`,
    "option dontlog-normal",
    `acl admin src ${[...admins].join(" ")}`,
    monitor ? [`acl monitor src ${monitor}`] : [],
    `http-request deny if { src ${[subnet, ...(subnet6 ? [subnet6] : [])].join(" ")} } !admin${monitor ? " !monitor" : ""}`,
    monitor
      ? [
          `http-request deny if monitor !{ path ${["/metrics", "/certificates/metrics", "/backups/metrics", maintainedPath, ...shownPaths(routers)].join(" ")} }`,
        ]
      : [],
    "http-request use-service prometheus-exporter if { path /metrics }",
    tls.ends
      ? [
          `http-request return status 200 content-type "text/plain; version=0.0.4; charset=utf-8" lf-string ${endsPage(tls.ends)} if { path /certificates/metrics }`,
        ]
      : [],
    places ? maintainedRules(places) : [],
    "http-request redirect location /stats if { path / }",
    "stats enable",
    "stats uri /stats",
    "stats refresh 10s",
    "stats hide-version",
    "stats admin if admin",
    keeper ? ["use_backend keeper if { path /certificates/metrics }"] : [],
    backups ? ["use_backend backups if { path /backups/metrics }"] : [],
    monitor ? figuresRules(routers) : [],
  );
