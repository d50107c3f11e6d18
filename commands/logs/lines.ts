import { byCode } from "../../components/shared/order";
import type { Terminal } from "../shared/terminal";

/** A line that a container has logged. */
export interface Line {
  readonly container: string;
  readonly time: string;
  readonly text: string;
  readonly from: "out" | "err";
}

/** Reads what `docker logs --timestamps` wrote. */
export const linesOf = (text: string, container: string, from: Line["from"]): Line[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const at = line.indexOf(" ");
      return at < 0
        ? { container, from, time: line, text: "" }
        : { container, from, time: line.slice(0, at), text: line.slice(at + 1) };
    });

/** The engine's times are of one length and zone: their texts have their order. Lines of one time stay as they are. */
export const byTime = (lines: readonly Line[]): Line[] => lines.toSorted((a, b) => byCode(a.time, b.time));

const styles = ["cyan", "yellow", "green"] as const;

/** A line behind the name of its container, the names in one column. */
export function prefixed(
  container: string,
  names: readonly string[],
  text: string,
  { paint }: Pick<Terminal, "paint">,
): string {
  const width = Math.max(...names.map(({ length }) => length));
  const style = styles[names.indexOf(container) % styles.length] ?? "cyan";
  return `${paint(style, `${container.padEnd(width)} |`)} ${text}\n`;
}
