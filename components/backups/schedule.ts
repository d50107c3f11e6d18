import type { Schedule } from "./args";

/** How far apart the runs of several environments may be spread, as a part of the time between two. */
const spreadPart = 10;

/** Seconds between two sets. */
export const intervalOf = (schedule: Schedule): number =>
  "at" in schedule ? 86_400 : schedule.everyMinutes * 60;

/** Seconds by which an environment's runs come later than others', so that not all begin at once: told by its name. */
export function delayOf(schedule: Schedule, owner: string): number {
  const most = Math.floor(intervalOf(schedule) / spreadPart);
  const sum = [...owner].reduce((all, one) => (all * 31 + (one.codePointAt(0) ?? 0)) % 1_000_003, 7);
  return sum % (most + 1);
}

/**
 * Shell: `slot` sets the last time at which a set was due. One is made where the last set is from before it, also after a
 * time without power, and once: or where it is from the future.
 */
export const slotFunction = (schedule: Schedule, owner: string): string =>
  "at" in schedule
    ? `slot() {
  slot=$(date -d "$(date -d "@$((time - ${delayOf(schedule, owner)}))" +%Y-%m-%d) ${schedule.at}" +%s)
  [ $((slot + ${delayOf(schedule, owner)})) -le "$time" ] || slot=$((slot - 86400))
}`
    : `slot() { slot=$((time - ${intervalOf(schedule)})); }`;

/** The container's time zone. */
export const zoneOf = (schedule: Schedule): string => ("timeZone" in schedule && schedule.timeZone) || "UTC";
