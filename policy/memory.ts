const units = { MiB: 1, GiB: 1024 } as const;

/** The form of an amount of memory in the configuration. */
export const memoryPattern = "^[1-9][0-9]*(MiB|GiB)$";

/** @returns an amount such as `4GiB` in mebibytes. */
export const mebibytes = (size: string): number =>
  Number.parseInt(size, 10) * units[size.slice(-3) as keyof typeof units];
