import { homeport } from "./homeport";
import { exitCodes } from "./shared/failure";
import type { Surroundings } from "./shared/surroundings";

/** What somebody types now, and how it ended then where it could not be done. */
interface Former {
  readonly now: readonly string[];
  /** @default 2, as now */
  readonly unusable?: number;
}

/** The names of 0.2, for one more version. */
export const formerNames = {
  "homeport-leftovers": { now: ["leftovers"] },
  "homeport-preview": { now: ["preview"] },
  "homeport-promote": { now: ["promote"], unusable: 1 },
  "homeport-review": { now: ["review"] },
  "homeport-smoke": { now: ["smoke"] },
  "npm run host-key": { now: ["host-key"], unusable: 1 },
  "npm run promote": { now: ["promote", "--from", "staging", "--to", "prod"], unusable: 1 },
  "npm run template": { now: ["template"], unusable: 1 },
} as const satisfies Record<string, Former>;

export type FormerName = keyof typeof formerNames;

/** Says what to type now, and does the same with the same exit codes. */
export async function runFormer(
  name: FormerName,
  words: readonly string[],
  version: string,
  surroundings: Surroundings,
): Promise<number> {
  const { now, unusable = exitCodes.unusable }: Former = formerNames[name];
  surroundings.err(`${name} goes with the next version; now it is: npx homeport ${now.join(" ")}\n`);
  const code = await homeport([...now, ...words], version, surroundings);
  return code === exitCodes.unusable ? unusable : code;
}
