import { pause } from "./wait";

/** Looks again and again while `work` runs, once at least; the most that each figure was. */
export async function mostDuring(
  look: () => Promise<number[]>,
  everySeconds: number,
  work: () => Promise<void>,
): Promise<number[]> {
  const most: number[] = [];
  let over = false;
  const sampling = (async () => {
    while (!over) {
      const now = await look();
      now.forEach((one, at) => {
        most[at] = Math.max(most[at] ?? 0, one);
      });
      await pause(everySeconds);
    }
  })();
  try {
    await work();
  } finally {
    over = true;
    await sampling;
  }
  return most;
}
