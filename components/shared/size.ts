/** An amount of memory with its unit: mebibytes or gibibytes. */
export type MemorySize = `${number}MiB` | `${number}GiB`;

/** The form of an amount of memory, for a JSON schema. */
export const memoryPattern = "^([1-9][0-9]*)(MiB|GiB)$";

const pattern = new RegExp(memoryPattern);

/** @returns whether the text is a whole amount of memory with a unit, such as `256MiB`. */
export const isMemorySize = (text: string): text is MemorySize => pattern.test(text);

/** @returns the amount in mebibytes, the unit of the Docker provider. */
export const toMebibytes = (size: MemorySize): number => toBytes(size) / bytes.MiB;

/** An amount of data with its unit: kibibytes, mebibytes or gibibytes. */
export type DataSize = `${number}KiB` | MemorySize;

const bytes = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };

const dataPattern = /^([1-9][0-9]*)(KiB|MiB|GiB)$/;

/** @returns whether the text is a whole amount of data with a unit, such as `64KiB`. */
export const isDataSize = (text: string): text is DataSize => dataPattern.test(text);

/** @returns the amount in bytes. */
export function toBytes(size: DataSize): number {
  const [, amount, unit] = dataPattern.exec(size) ?? [];
  return Number(amount) * bytes[unit as keyof typeof bytes];
}
