/** About how many seconds the longest files of the sandbox floor take; each of the others counts as ten. */
export const seconds: Readonly<Record<string, number>> = {
  "databases.test.ts": 217,
  "suite.test.ts": 214,
  "backups.test.ts": 214,
  "restore.test.ts": 137,
};

export const secondsOfOthers = 10;
