import type { EndsFile } from "../certificates/ends";
import { withQuic } from "../haproxy/quic";
import { judgedList, setPage } from "../haproxy/taken";
import { bindings, section } from "../haproxy/text";

/** What the farm shows to visitors and asks of them. */
export interface FarmTls {
  /** HAProxy's list of certificates in the farm's container. */
  readonly list: string;
  /**
   * A second list, for names that the first does not have: of two certificates of a name, the first is shown.
   * @default none
   */
  readonly former?: string;
  /**
   * A certificate for a name that nobody asks for, in a file of the farm's container: HAProxy wants one on its port
   * before the first real one has come.
   * @default there is a real one
   */
  readonly placeholder?: string;
  /**
   * A file with the name of the set that the first list is of.
   * @default the list changes with an update alone
   */
  readonly set?: string;
  /**
   * A file that tells when each certificate ends, for Prometheus.
   * @default the keeper tells it
   */
  readonly ends?: EndsFile;
  /** Names whose visitors have to show a certificate. */
  readonly clientChecked: readonly string[];
  /** For how long browsers are told to use nothing but TLS, in days; 0 for not at all. */
  readonly hstsDays: number;
}

const ciphers = [
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
];
const ciphersuites = ["TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256"];

/**
 * Mozilla's intermediate recommendation, without its two ciphers of finite-field Diffie-Hellman, which nothing needs
 * that speaks TLS 1.2; the post-quantum key exchange where the TLS library has it.
 * @see https://wiki.mozilla.org/Security/Server_Side_TLS
 */
export const tlsGlobals = ({ clientChecked }: Pick<FarmTls, "clientChecked">): string[] => [
  `ssl-default-bind-ciphers ${ciphers.join(":")}`,
  `ssl-default-bind-ciphersuites ${ciphersuites.join(":")}`,
  "ssl-default-bind-curves ?X25519MLKEM768:X25519:prime256v1:secp384r1",
  "# The farm chooses the cipher; ChaCha20 goes first for who likes it best, which is who computes it faster than AES.",
  "ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets",
  "# Staples what the issuer says of a certificate, where the certificate names whom to ask.",
  "ocsp-update.mode on",
  ...(clientChecked.length > 0
    ? [
        "# A session that began at one name can be resumed at another, and nobody is asked for a certificate then.",
        "tune.ssl.cachesize 0",
      ]
    : []),
];

/** HAProxy judges a certificate by what the farm asks of it, and has no warning that the farm would not start with. */
export const judgeText = (tls: Pick<FarmTls, "clientChecked">): string =>
  [
    section("global", "zero-warning", tlsGlobals(tls)),
    section("defaults", "mode http", "timeout client 1s"),
    section("frontend judge", ...tlsBind(1, false, { list: `"\${${judgedList}}"` })),
  ].join("");

/** Which set of certificates a process of HAProxy has. */
export const setRules = ({ set }: FarmTls): string[] =>
  set
    ? [
        `http-request return status 200 content-type text/plain lf-string %[str(set),map_str(${set})] if { path ${setPage} }`,
      ]
    : [];

/** The port for TLS: a name that the list does not have gets no answer at all, as does a visitor who names none. */
export const tlsBind = (
  port: number,
  six: boolean,
  { list, former, placeholder }: Pick<FarmTls, "list" | "former" | "placeholder">,
  http3 = false,
): string[] => {
  const options = (protocols: string) =>
    [
      "ssl",
      ...(placeholder ? [`crt ${placeholder}`] : []),
      `crt-list ${list}`,
      ...(former ? [`crt-list ${former}`] : []),
      `strict-sni alpn ${protocols}`,
    ].join(" ");
  return [
    ...bindings(port, six, options("h2,http/1.1")),
    ...(http3 ? withQuic(...quicBindings(port, six, options("h3"))) : []),
  ];
};

const quicBindings = (port: number, six: boolean, options: string): string[] =>
  [`quic4@:${port}`, ...(six ? [`quic6@:::${port}`] : [])].map((at) => `bind ${at} ${options}`);

/** How long browsers remember that there is HTTP/3, in seconds. */
const rememberedSeconds = 3600;

/**
 * The header by which browsers learn of HTTP/3 at the port that visitors know. Its time is short: where UDP is blocked on the way,
 * each page that tries it first is slower.
 */
export const alternative = (publicPort: number): string[] =>
  withQuic(`http-after-response set-header Alt-Svc 'h3=":${publicPort}"; ma=${rememberedSeconds}'`);

/** What browsers do today by themselves. A service that says otherwise is left alone. */
export const referrerPolicy =
  "http-response set-header Referrer-Policy strict-origin-when-cross-origin unless { res.hdr(referrer-policy) -m found }";

/** @returns the header that binds browsers to TLS, or nothing. */
export const strictTransport = ({ hstsDays }: Pick<FarmTls, "hstsDays">): string[] =>
  hstsDays > 0 ? [`http-response set-header ${strictHeader(hstsDays)}`] : [];

/** The header itself, with its value. */
export const strictHeader = (days: number): string => `Strict-Transport-Security max-age=${days * 86_400}`;
