/** An amount of memory with its unit: mebibytes or gibibytes. */
export type MemorySize = `${number}MiB` | `${number}GiB`;

/** The form of an amount of memory, for a JSON schema. */
export const memoryPattern = "^([1-9][0-9]*)(MiB|GiB)$";

const pattern = new RegExp(memoryPattern);

/** @returns whether the text is a whole amount of memory with a unit, such as `256MiB`. */
export const isMemorySize = (text: string): text is MemorySize => pattern.test(text);

/** @returns the amount in mebibytes, the unit of the Docker provider. */
export function toMebibytes(size: MemorySize): number {
  const [, amount, unit] = pattern.exec(size) ?? [];
  return Number(amount) * (unit === "GiB" ? 1024 : 1);
}
