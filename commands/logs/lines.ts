import { byCode } from "../../components/shared/order";
import type { Written } from "../shared/streamed";
import type { Terminal } from "../shared/terminal";

/** A line that a container has logged. */
export interface Line extends Written {
  readonly container: string;
  readonly time: string;
}

/**
 * Reads a line that `docker logs --timestamps` wrote.
 * @returns undefined where it is no line of the container: docker itself has said something
 */
export function lineOf({ from, text }: Written, container: string): Line | undefined {
  const [, time, said = ""] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)(?: (.*))?$/s.exec(text) ?? [];
  return time === undefined ? undefined : { container, from, time, text: said };
}

/** The engine's times are of one length and zone: their texts have their order. */
export const earlier = (a: Line, b: Line): number => byCode(a.time, b.time);

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
