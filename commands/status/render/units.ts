const second = 1_000;
const lengths = [
  ["day", 86_400 * second],
  ["hour", 3_600 * second],
  ["minute", 60 * second],
  ["second", second],
] as const;

/** A length of time in its largest whole unit: `3 days`. */
export function span(milliseconds: number): string {
  const length = Math.max(milliseconds, 0);
  const [unit, size] = lengths.find(([, least]) => length >= least) ?? ["second", second];
  const whole = Math.floor(length / size);
  return `${whole} ${unit}${whole === 1 ? "" : "s"}`;
}

/** A time that is past. */
export const ago = (time: string, now: number): string => `${span(now - Date.parse(time))} ago`;

/** What is said behind a problem that was found then, and may have been mended since. */
export const asOfRun = (time: string, now: number): string => `(as of its last run, ${ago(time, now)})`;

/** A time that is to come. */
export const ahead = (time: string, now: number): string => `in ${span(Date.parse(time) - now)}`;

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** The day of a time: `5 Feb 2027`, by UTC. */
export const day = (time: string): string => {
  const date = new Date(time);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
};

const sizes = ["B", "KiB", "MiB", "GiB", "TiB"] as const;

/** An amount of bytes with three digits at most: `412 MiB`, `1.2 GiB`. */
export const bytes = (amount: number): string =>
  `${scaled(amount, powerOf(amount))} ${sizes[powerOf(amount)]}`;

/** How much is used of a limit, in one unit where that can be read: `412 MiB of 512`, `80 MiB of 1 GiB`. */
export function used(amount: number, limit: number | undefined): string {
  if (limit === undefined) return bytes(amount);
  return powerOf(amount) === powerOf(limit)
    ? `${bytes(amount)} of ${scaled(limit, powerOf(limit))}`
    : `${bytes(amount)} of ${bytes(limit)}`;
}

function powerOf(amount: number): number {
  const power = amount < 1 ? 0 : Math.floor(Math.log2(amount) / 10);
  return Math.min(power, sizes.length - 1);
}

function scaled(amount: number, power: number): string {
  const value = amount / 1024 ** power;
  return value < 10 && power > 0 ? String(Number(value.toFixed(1))) : String(Math.round(value));
}
