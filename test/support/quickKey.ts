import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from "node:crypto";
import { quote } from "../../components/shared/shell";

/**
 * restic makes half a second of work out of each password, so that nobody tries many, and so each of its calls takes as long.
 * Here the same password opens the same repository at once.
 */

/** What restic keeps of a password: a file below `keys`, by its own digest. */
interface Key {
  readonly N: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  /** The repository's own keys, encrypted by what comes of the password. */
  readonly data: string;
}

/** As little work as there can be. */
const little = { N: 2, r: 1, p: 1 } as const;

/** Makes another key of a repository out of one: for the same password, and with little work. */
export function quickKey(text: string, password: string): { readonly name: string; readonly text: string } {
  const key = JSON.parse(text) as Key;
  const salt = Buffer.from(key.salt, "base64");
  const own = opened(derived(password, salt, key), Buffer.from(key.data, "base64"));
  const data = closed(derived(password, salt, little), own).toString("base64");
  const made = JSON.stringify({ ...key, ...little, data });
  return { name: createHash("sha256").update(made).digest("hex"), text: made };
}

/**
 * Does so in a repository, which may be in use.
 * @param run runs a script where it is
 */
export async function quicken(
  run: (script: string) => Promise<string>,
  repository: string,
  password: string,
): Promise<void> {
  const { name, text } = quickKey(await run(`cat ${repository}/keys/*`), password);
  await run(
    `cd ${repository}/keys && former=$(ls) && printf %s ${quote(text)} > ${name} && rm -f $former && chmod a+r ${name}`,
  );
}

interface Derived {
  readonly encryption: Buffer;
  readonly k: Buffer;
  readonly r: Buffer;
}

function derived(password: string, salt: Buffer, { N, r, p }: Pick<Key, "N" | "r" | "p">): Derived {
  const bytes = scryptSync(password, salt, 64, { N, r, p, maxmem: 2 ** 30 });
  return { encryption: bytes.subarray(0, 32), k: bytes.subarray(32, 48), r: bytes.subarray(48) };
}

/** A nonce, what is encrypted, and what authenticates it. */
function opened({ encryption }: Derived, data: Buffer): Buffer {
  const cipher = createDecipheriv("aes-256-ctr", encryption, data.subarray(0, 16));
  return Buffer.concat([cipher.update(data.subarray(16, -16)), cipher.final()]);
}

function closed(key: Derived, own: Buffer): Buffer {
  const nonce = randomBytes(16);
  const cipher = createCipheriv("aes-256-ctr", key.encryption, nonce);
  const sealed = Buffer.concat([cipher.update(own), cipher.final()]);
  const block = createCipheriv("aes-128-ecb", key.k, null).setAutoPadding(false);
  const s = Buffer.concat([block.update(nonce), block.final()]);
  return Buffer.concat([nonce, sealed, poly1305(sealed, key.r, s)]);
}

const numberOf = (bytes: Buffer): bigint => BigInt(`0x${Buffer.from(bytes).reverse().toString("hex")}`);

/** RFC 8439, 2.5. */
function poly1305(message: Buffer, r: Buffer, s: Buffer): Buffer {
  const prime = (1n << 130n) - 5n;
  const clamped = numberOf(r) & 0x0ffffffc0ffffffc0ffffffc0fffffffn;
  let sum = 0n;
  for (let at = 0; at < message.length; at += 16) {
    const block = Buffer.concat([message.subarray(at, at + 16), Buffer.from([1])]);
    sum = ((sum + numberOf(block)) * clamped) % prime;
  }
  const tag = (sum + numberOf(s)) & ((1n << 128n) - 1n);
  return Buffer.from(tag.toString(16).padStart(32, "0"), "hex").reverse();
}
