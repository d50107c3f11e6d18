/** A certificate's names, and when it ends. */
export interface Ending {
  readonly domains: readonly string[];
  /** RFC 3339. */
  readonly validUntil: string;
}

/** Where HAProxy looks up when certificates end. */
export interface EndsFile {
  readonly file: string;
  /** How many lines it has. */
  readonly lines: number;
}

/** What HAProxy sends at once: its buffer, less what else an answer has. */
const pageBytes = 20_000;

/** Lines come in such groups: a name more or less is seldom another number of them, which would be a reload. */
const group = 32;

const metric = "homeport_certificate_expiry_timestamp_seconds";

/**
 * Renders for Prometheus when the certificates end that an update alone renews. Of more than a page holds, those are
 * told that end first.
 */
export function renderEnds(certificates: readonly Ending[]): string[] {
  let room = pageBytes;
  return certificates
    .map(({ domains, validUntil }) => ({ domains, seconds: Math.floor(Date.parse(validUntil) / 1000) }))
    .sort((a, b) => a.seconds - b.seconds)
    .flatMap(({ domains, seconds }) => domains.map((domain) => `${metric}{domain="${domain}"} ${seconds}`))
    .filter((line) => {
      room -= line.length + 1;
      return room >= 0;
    });
}

/** @returns how many lines the file has: what is not needed is a comment. */
export const linesFor = (ends: readonly string[]): number => Math.ceil(ends.length / group) * group;

/** What HAProxy looks up, by number: it writes a line's end as %0A wherever a value has one. */
export const renderEndsFile = (ends: readonly string[]): string =>
  Array.from({ length: linesFor(ends) }, (_, at) => `${at} ${base64(ends[at] ?? "#")}\n`).join("");

/** The page of such a file, in HAProxy's words. */
export const endsPage = ({ file, lines }: EndsFile): string => {
  const head = [
    `# HELP ${metric} End of the validity of the certificate that the farm shows.`,
    `# TYPE ${metric} gauge`,
  ];
  const looked = Array.from({ length: lines }, (_, at) => `%[str(${at}),map_str(${file}),b64dec]`);
  return `"${[...head, ...looked].map((line) => `${line}\\n`).join("")}"`;
};

const base64 = (text: string): string => Buffer.from(text).toString("base64");
