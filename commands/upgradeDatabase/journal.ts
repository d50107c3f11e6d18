/** From which server to which one, by their labels: `postgres 15`. */
export interface Upgraded {
  readonly from: string;
  readonly to: string;
}

const known = "upgrade:";

/** What the journal of a volume calls an upgrade, where a restore has the name of a set: in one word. */
export const wordOf = ({ from, to }: Upgraded): string =>
  `${known}${[from, to].map((label) => label.replace(" ", "-")).join(":")}`;

/** @returns undefined where it is a restore's. */
export function upgradeIn(set: string): Upgraded | undefined {
  if (!set.startsWith(known)) return undefined;
  const [from = "", to = ""] = set
    .slice(known.length)
    .split(":")
    .map((word) => word.replace("-", " "));
  return { from, to };
}
