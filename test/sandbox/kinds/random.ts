import { randomBytes, randomInt } from "node:crypto";
import { secret, type Unwrap } from "@pulumi/pulumi";
import type { RandomIdArgs, RandomPasswordArgs } from "@pulumi/random";
import { hash } from "bcryptjs";
import type { Made } from "./kind";

const lowerCase = "abcdefghijklmnopqrstuvwxyz";
const digits = "0123456789";
const special = "!@#$%&*()-_=+[]{}<>:?";

/** random:index/randomPassword:RandomPassword */
export async function makePassword(_name: string, inputs: Unwrap<RandomPasswordArgs>): Promise<Made> {
  const sets = [
    { letters: lowerCase, wanted: inputs.lower ?? true, least: inputs.minLower ?? 0 },
    { letters: lowerCase.toUpperCase(), wanted: inputs.upper ?? true, least: inputs.minUpper ?? 0 },
    { letters: digits, wanted: inputs.numeric ?? inputs.number ?? true, least: inputs.minNumeric ?? 0 },
    {
      letters: inputs.overrideSpecial ?? special,
      wanted: inputs.special ?? true,
      least: inputs.minSpecial ?? 0,
    },
  ].filter(({ wanted }) => wanted);
  const all = sets.map(({ letters }) => letters).join("");
  if (all === "") throw new Error("a password needs at least one kind of character");

  const letters = sets.flatMap(({ letters, least }) => pick(letters, least));
  letters.push(...pick(all, inputs.length - letters.length));
  const result = shuffle(letters).join("");
  // As the provider does: bcrypt looks at 72 characters and no more.
  const bcryptHash = await hash(result.slice(0, 72), 10);
  return { id: "none", outputs: { result: secret(result), bcryptHash: secret(bcryptHash) } };
}

/** random:index/randomId:RandomId */
export async function makeId(_name: string, inputs: Unwrap<RandomIdArgs>): Promise<Made> {
  const bytes = randomBytes(inputs.byteLength);
  const prefix = inputs.prefix ?? "";
  const b64Url = bytes.toString("base64url");
  return { id: b64Url, outputs: { b64Url: prefix + b64Url, hex: prefix + bytes.toString("hex") } };
}

function pick(letters: string, count: number): string[] {
  return Array.from({ length: Math.max(0, count) }, () => letters.charAt(randomInt(letters.length)));
}

function shuffle(letters: string[]): string[] {
  for (let last = letters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [letters[last], letters[other]] = [letters[other] as string, letters[last] as string];
  }
  return letters;
}
