import type { AccessLog } from "../../shared/accessLog";

/** Bytes of a line. The longest name and path, of which HAProxy keeps 1,024 bytes, fit in: a cut line is no JSON. */
const longestLine = 8192;

/**
 * The fields of a line. There is no query string, nor any header but the name that was asked for: both can
 * hold a secret.
 * @see https://docs.haproxy.org/3.2/configuration.html#8.2.6
 */
const fields = [
  "%(time)[request_date,utime(%Y-%m-%dT%H:%M:%SZ)]",
  "%(visitor)ci",
  "%(host)[var(txn.domain),bytes(0,255)]",
  "%(method)HM",
  "%(path)HPO",
  "%(status)ST",
  "%(bytes)B",
  "%(milliseconds)Ta",
  "%(backend)b",
  "%(ended)ts",
];

/**
 * Renders how a farm logs requests: one line of JSON each, on the container's output.
 * @param several whether a backend does not say yet which router it was
 */
export const farmLog = (accessLog: AccessLog, several: boolean): string[] => [
  `log stdout len ${longestLine} format raw daemon info`,
  `log-format '%{+json}o ${[...fields, ...(several ? ["%(router)s"] : [])].join(" ")}'`,
  ...(accessLog === "failures" ? ["option dontlog-normal"] : []),
  "option dontlognull",
];
