import { earlier, type Line } from "./lines";

/** Characters of lines that wait at one container for those of others. */
const window = 2 ** 22;

/**
 * Puts the lines of several containers in the order of time, as they come: of each, no more than a few wait.
 * @param sources each in the order of time, but for its two outputs, which may overtake each other by a little
 */
export async function* merged(sources: readonly AsyncIterable<Line>[], least = window): AsyncGenerator<Line> {
  const waiting = sources.map((source) => ordered(source, least)[Symbol.asyncIterator]());
  const heads = await Promise.all(waiting.map(async (one) => ({ one, next: await one.next() })));
  for (;;) {
    const first = heads
      .filter(({ next }) => !next.done)
      .reduce<(typeof heads)[number] | undefined>(
        (best, head) =>
          best && earlier(best.next.value as Line, head.next.value as Line) <= 0 ? best : head,
        undefined,
      );
    if (!first) return;
    yield first.next.value as Line;
    first.next = await first.one.next();
  }
}

/** Lines in the order of time: they come so but for small differences, and are sorted a window at a time. */
async function* ordered(source: AsyncIterable<Line>, least: number): AsyncGenerator<Line> {
  let lines: Line[] = [];
  let size = 0;
  for await (const line of source) {
    lines.push(line);
    size += line.text.length + line.time.length;
    if (size < least) continue;
    lines.sort(earlier);
    // The later half may still be overtaken.
    const half = Math.ceil(lines.length / 2);
    yield* lines.slice(0, half);
    lines = lines.slice(half);
    size = lines.reduce((sum, { text, time }) => sum + text.length + time.length, 0);
  }
  yield* lines.sort(earlier);
}
