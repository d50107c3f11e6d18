/** A certificate's names, and when it ends. */
export interface Ending {
  readonly domains: readonly string[];
  /** RFC 3339. */
  readonly validUntil: string;
}

/** As much as HAProxy reads in a line of a file, which is its buffer, is a third more than the page. */
const pageBytes = 20_000;

/** The page as HAProxy looks it up, in one line: another one can take its place without a reload. */
export const renderEndsFile = (page: string): string => `ends ${Buffer.from(page).toString("base64")}\n`;

const head = `# HELP homeport_certificate_expiry_timestamp_seconds End of the validity of the certificate that the farm shows.
# TYPE homeport_certificate_expiry_timestamp_seconds gauge
`;

/**
 * Renders for Prometheus when the certificates end that an update alone renews. Of more than a page holds, those are
 * told that end first.
 */
export function renderEnds(certificates: readonly Ending[]): string {
  const lines = certificates
    .map(({ domains, validUntil }) => ({ domains, seconds: Math.floor(Date.parse(validUntil) / 1000) }))
    .sort((a, b) => a.seconds - b.seconds)
    .flatMap(({ domains, seconds }) => domains.map((domain) => lineOf(domain, seconds)));
  let room = pageBytes - head.length;
  const shown = lines.filter((line) => {
    room -= line.length;
    return room >= 0;
  });
  return head + shown.join("");
}

const lineOf = (domain: string, seconds: number): string =>
  `homeport_certificate_expiry_timestamp_seconds{domain="${domain}"} ${seconds}\n`;
