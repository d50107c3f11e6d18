/**
 * How much faster than at home the clock of these tests goes: a monitor that looks every 2 s instead of 30 s waits for as many
 * looks as at home, for minutes and hours in seconds.
 */
const pace = 15;
/** What is counted over some minutes is so by fewer looks: how long it counts is waited for. */
const paceOfCounts = 20;
const mostOfCounts = 10;

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const shorter = (amount: string, unit: string, by = pace) =>
  `${Math.ceil((Number(amount) * (units[unit] ?? 1)) / by)}s`;
const counted = (amount: string, unit: string) =>
  shorter(amount, unit, unit === "m" && Number(amount) <= mostOfCounts ? paceOfCounts : pace);

/** Rules as they are rendered for everybody, with every duration shortened. */
export const hurriedRules = (rules: string): string =>
  rules
    .replace(/(for): (\d+)(s)$/gm, (_, key, amount, unit) => `${key}: ${shorter(amount, unit)}`)
    .replace(/\[(\d+)([mh])([\]:])/g, (_, amount, unit, end) => `[${counted(amount, unit)}${end}`)
    .replace(/\* 3600\)/g, `* ${3600 / pace})`);

/** The heartbeat is said in minutes. */
export const hurriedAlertmanager = (config: string): string =>
  config.replace("group_interval: 1m", `group_interval: ${shorter("1", "m")}`);
