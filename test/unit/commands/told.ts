import { homeport } from "../../../commands/homeport";
import type { Surroundings } from "../../../commands/shared/surroundings";
import { noTerminal } from "../../../commands/shared/terminal";

/** What a command wrote, and how it ended. */
export interface Told {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Surroundings that keep what is written. */
export function hearing(own: Partial<Surroundings> = {}) {
  const [out, err]: [string[], string[]] = [[], []];
  const surroundings: Surroundings = {
    folder: __dirname,
    variables: {},
    now: new Date("2026-11-27T12:00:00Z"),
    input: () => "",
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    terminal: noTerminal,
    pauseMilliseconds: 1,
    ...own,
  };
  return { surroundings, told: (code: number): Told => ({ code, out: out.join(""), err: err.join("") }) };
}

/** Runs `homeport WORDS…`. */
export async function tellOf(words: readonly string[], own: Partial<Surroundings> = {}): Promise<Told> {
  const { surroundings, told } = hearing(own);
  return told(await homeport(words, "1.2.3", surroundings));
}
