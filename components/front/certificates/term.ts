/** How long a certificate is valid, and how long before its end an update renews it, in days. */
export interface Validity {
  readonly lifetime: number;
  readonly early: number;
}

/** From when until when a certificate is valid. */
export interface Term {
  readonly from: Date;
  readonly until: Date;
}

const dayMilliseconds = 86_400_000;

/**
 * The term of the certificates that an update gives. Terms begin at equal distances from the beginning of their
 * authority: until the next one begins, each update finds the same, and at least `early` days are left of it. A clock
 * that is behind the authority's beginning finds the first.
 */
export function termAt(beginning: Date, { lifetime, early }: Validity, now: Date): Term {
  const distance = (lifetime - early) * dayMilliseconds;
  // A certificate knows no parts of a second.
  const first = Math.floor(beginning.getTime() / 1000) * 1000;
  const terms = Math.max(0, Math.floor((now.getTime() - first) / distance));
  const from = first + terms * distance;
  return { from: new Date(from), until: new Date(from + lifetime * dayMilliseconds) };
}
