import { styleText } from "node:util";
import type { Variables } from "./surroundings";

export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "cyan";

/** What only a person at a terminal gets. */
export interface Terminal {
  /** A text for the standard output, in a colour where it is seen. */
  readonly paint: (style: Style, text: string) => string;
  /** Tells what is being waited for, in one line that the next one takes the place of; without a text it is gone. */
  readonly progress: (text?: string) => void;
  /** Characters in a line. @default as long as it takes */
  readonly columns?: number;
}

/** Whether it is seen has been asked: not of this process's own output, as Node would. */
const coloured = (style: Style, text: string): string => styleText(style, text, { validateStream: false });

/** Plain words: for files, pipes and tests. */
export const noTerminal: Terminal = { paint: (_, text) => text, progress: () => {} };

interface Stream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly write: (text: string) => unknown;
}

/** What two streams are good for. In a pipeline's job there is nobody who watches, whatever it has for a terminal. */
export function terminalOf(out: Stream, err: Stream, variables: Variables): Terminal {
  const { NO_COLOR, CI, TERM } = variables;
  const watched = ({ isTTY }: Stream) => Boolean(isTTY) && !CI && TERM !== "dumb";
  return {
    paint: watched(out) && !NO_COLOR ? coloured : noTerminal.paint,
    progress: watched(err)
      ? (text = "") => void err.write(`\r\u001b[K${text.slice(0, (err.columns ?? 80) - 1)}`)
      : noTerminal.progress,
    columns: watched(out) ? out.columns : undefined,
  };
}
