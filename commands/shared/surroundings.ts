import type { ExitCode } from "./failure";
import type { Terminal } from "./terminal";

export type Variables = Readonly<Record<string, string | undefined>>;

/** Where a command reads and writes: all of the world that it sees. */
export interface Surroundings {
  /** Where files are, and perhaps the project. */
  readonly folder: string;
  readonly variables: Variables;
  readonly now: Date;
  /** All of the standard input. */
  readonly input: () => string;
  /** Whether that is a person's keyboard. @default it is not */
  readonly keyboard?: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** Colours and progress, where a person looks. */
  readonly terminal: Terminal;
  /** Between two attempts. @default what suits what is asked */
  readonly pauseMilliseconds?: number;
}

/** The same, for a command that says how it ends. */
export interface Running extends Surroundings {
  readonly end: (code: ExitCode) => void;
}
