import { homeport } from "./homeport";
import { exitCodes } from "./shared/failure";
import type { Surroundings } from "./shared/surroundings";

/** What somebody types now, and how it ended then where it could not be done. */
interface Former {
  readonly now: readonly string[];
  readonly unusable?: number;
}

/** The names of 0.2, for one more version. */
export const formerNames: Readonly<Record<string, Former>> = {
  "npm run host-key": { now: ["host-key"], unusable: 1 },
};

/** Says what to type now, and does the same with the same exit codes. */
export async function runFormer(
  name: string,
  words: readonly string[],
  version: string,
  surroundings: Surroundings,
): Promise<number> {
  const { now, unusable = exitCodes.unusable } = formerNames[name] ?? { now: [] };
  surroundings.err(`${name} goes with the next version; now it is: npx homeport ${now.join(" ")}\n`);
  const code = await homeport([...now, ...words], version, surroundings);
  return code === exitCodes.unusable ? unusable : code;
}
