/** Lines that a HAProxy without QUIC does not read. */
export const withQuic = (...lines: readonly string[]): string[] => [`.if ${feature}`, ...lines, ".endif"];

const feature = "feature(QUIC)";

/** Debian's HAProxy has QUIC by a layer of its own above OpenSSL, which has to be asked for; others pass over the line. */
export const quicGlobals: readonly string[] = withQuic("limited-quic");

/** Shell that tells where a configuration asks for what its HAProxy does not have. */
export const quicMissed = (config: string): string =>
  config.includes(feature)
    ? `haproxy -vv | grep -q ' +QUIC ' || {
  echo "warning: http3: the HAProxy of this image has no QUIC, and visitors go on without HTTP/3." >&2
  echo "  Take an image that has it, as the official ones of 3.2 and later do, or leave http3 out." >&2
}
`
    : "";
