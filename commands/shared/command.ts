import { Command } from "@commander-js/extra-typings";
import { type ExitCode, exitCodes, meanings } from "./failure";

/** What the help of a command says beside its options. */
export interface Words {
  /** In a sentence, for the list of commands. */
  readonly summary: string;
  /** In a few sentences, for its own help. */
  readonly description: string;
  /** Lines that somebody could type. */
  readonly examples: readonly string[];
  /** What its ends mean, where they are other ones than 0 and 2 or want better words. */
  readonly ends?: Partial<Readonly<Record<ExitCode, string>>>;
}

/**
 * Begins the declaration of a command: its options and arguments follow as Commander takes them, and then what runs, loaded
 * only then.
 */
export const command = (name: string, { summary, description, examples, ends = {} }: Words) =>
  new Command(name)
    .summary(summary)
    .description(description)
    .addHelpText(
      "after",
      () => `\n${section("Examples", examples)}\n\n${section("Ends with", endings(ends))}`,
    );

const section = (title: string, lines: readonly string[]): string =>
  [`${title}:`, ...lines.map((line) => `  ${line}`)].join("\n");

function endings(own: NonNullable<Words["ends"]>): string[] {
  const usual = {
    [exitCodes.done]: meanings[exitCodes.done],
    [exitCodes.unusable]: "it cannot be told or done",
  };
  return Object.entries({ ...usual, ...own }).map(([code, meaning]) => `${code}  ${meaning}`);
}
