/** What a load run saw. Every request sent is either in `ok` or in `failed`. */
export interface LoadReport {
  sent: number;
  /** Answered with 200, whole. */
  ok: number;
  failed: number;
  /** The first thousand requests without a whole answer of 200, in the order they were lost. */
  failures: Failure[];
  /** How often each status was seen. */
  statuses: Record<string, number>;
  /** How often each version (X-Answer) and each container (X-Instance) answered. */
  answers: Record<string, number>;
  instances: Record<string, number>;
  /** Connections that were opened, with their handshake where there is TLS. */
  connections: number;
  /** Connections that were not: refused, cut off, or without a good end of the handshake. */
  notConnected: number;
  /** How often each certificate, by its serial number, was shown. */
  certificates: Record<string, number>;
  /** Milliseconds from the moment a request was due to the end of its answer. */
  p50: number;
  p99: number;
  max: number;
  seconds: number;
}

export interface Failure {
  /** When it was sent and when it was lost: ISO times, to be compared with the logs of the proxies. */
  sentAt: string;
  at: string;
  what: string;
}

/** One answer, with the headers by which the echo server says which version and container it is. */
export interface Seen {
  status: number;
  answer: HeaderValue;
  instance: HeaderValue;
}

type HeaderValue = string | string[] | undefined;
const mostFailuresListed = 1_000;

export class LoadTally {
  sent = 0;
  notConnected = 0;
  private connections = 0;
  private readonly certificates: Record<string, number> = {};
  private ok = 0;
  private failed = 0;
  private readonly failures: Failure[] = [];
  private readonly statuses: Record<string, number> = {};
  private readonly answers: Record<string, number> = {};
  private readonly instances: Record<string, number> = {};
  private readonly times: number[] = [];

  answered(seen: Seen, sentAt: Date, milliseconds: number): void {
    count(this.statuses, String(seen.status));
    if (seen.answer) count(this.answers, String(seen.answer));
    if (seen.instance) count(this.instances, String(seen.instance));
    this.times.push(milliseconds);
    if (seen.status === 200) this.ok++;
    else this.lost(`status ${seen.status}`, sentAt);
  }

  lost(what: string, sentAt: Date): void {
    this.failed++;
    if (this.failures.length < mostFailuresListed)
      this.failures.push({ sentAt: sentAt.toISOString(), at: new Date().toISOString(), what });
  }

  connected(serialNumber: string | undefined): void {
    this.connections++;
    if (serialNumber) count(this.certificates, serialNumber);
  }

  report(milliseconds: number): LoadReport {
    const sorted = [...this.times].sort((a, b) => a - b);
    const percentile = (share: number) => round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0);
    return {
      sent: this.sent,
      ok: this.ok,
      failed: this.failed,
      failures: [...this.failures],
      statuses: { ...this.statuses },
      answers: { ...this.answers },
      instances: { ...this.instances },
      connections: this.connections,
      notConnected: this.notConnected,
      certificates: { ...this.certificates },
      p50: percentile(0.5),
      p99: percentile(0.99),
      max: percentile(1),
      seconds: round(milliseconds / 1_000),
    };
  }
}

/** One line for a failed assertion: how many were lost, and the first few of them. */
export function losses(report: LoadReport): string {
  const first = report.failures.slice(0, 5).map(({ at, what }) => `${at} ${what}`);
  return [`${report.failed} of ${report.sent} lost`, ...first].join("\n  ");
}

/** Seconds from the first to the last of the requests that were sent with less than a second between them, and lost; 0 where none was. */
export function gapOf(report: Pick<LoadReport, "failures">): number {
  const { first, last } = longestGap(report);
  return (last - first) / 1_000;
}

/** What was lost at another time than the most. */
export function lostElsewhere(report: Pick<LoadReport, "failures">): Failure[] {
  const { first, last } = longestGap(report);
  return report.failures.filter(({ sentAt }) => Date.parse(sentAt) < first || Date.parse(sentAt) > last);
}

function longestGap({ failures }: Pick<LoadReport, "failures">): { first: number; last: number } {
  let longest = { first: 0, last: 0 };
  let gap = { first: Number.NaN, last: Number.NaN, until: Number.NaN };
  const all = failures.map((one) => ({ sent: Date.parse(one.sentAt), lost: Date.parse(one.at) }));
  for (const { sent, lost } of all.sort((a, b) => a.sent - b.sent)) {
    // What was under way together was lost in one moment, also where a busy machine sends less often.
    const same = sent - gap.until < 1_000;
    gap = { first: same ? gap.first : sent, last: sent, until: same ? Math.max(gap.until, lost) : lost };
    if (gap.last - gap.first >= longest.last - longest.first) longest = gap;
  }
  return longest;
}

const count = (table: Record<string, number>, key: string) => {
  table[key] = (table[key] ?? 0) + 1;
};
const round = (value: number) => Math.round(value * 100) / 100;
