import type { Terminal } from "../../shared/terminal";

/** What a text is rendered for. */
export interface Look extends Pick<Terminal, "paint"> {
  /** Characters in a line. */
  readonly columns: number;
}
