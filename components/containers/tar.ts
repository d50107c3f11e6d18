/** A file of an archive. */
export interface Packed {
  readonly name: string;
  readonly content: string;
  /** In octal digits. */
  readonly mode: string;
  readonly user: number;
  readonly group: number;
}

const block = 512;

/** An archive (ustar) of a few small files, the same for the same files. */
export const tarOf = (files: readonly Packed[]): Buffer =>
  Buffer.concat([...files.flatMap(entry), Buffer.alloc(2 * block)]);

function entry(file: Packed): Buffer[] {
  const content = Buffer.from(file.content);
  const padding = (block - (content.length % block)) % block;
  return [header(file, content.length), content, Buffer.alloc(padding)];
}

/** @see https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html, "ustar Interchange Format" */
function header({ name, mode, user, group }: Packed, size: number): Buffer {
  const head = Buffer.alloc(block);
  head.write(name, 0, 100);
  head.write(octal(Number.parseInt(mode, 8), 8), 100);
  head.write(octal(user, 8), 108);
  head.write(octal(group, 8), 116);
  head.write(octal(size, 12), 124);
  head.write(octal(0, 12), 136);
  // While it is summed up, the place of the sum has spaces.
  head.write(" ".repeat(8), 148);
  head.write("0", 156);
  head.write("ustar\u000000", 257);
  const sum = head.reduce((total, byte) => total + byte, 0);
  head.write(`${octal(sum, 7)}\u0000 `, 148);
  return head;
}

const octal = (value: number, width: number): string => value.toString(8).padStart(width - 1, "0");
