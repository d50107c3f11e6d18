/** A file of tests, and about how long it takes. */
export interface Weighed {
  readonly file: string;
  readonly seconds: number;
}

/** A lane is not set up for less than this. */
const leastSeconds = 20;

/**
 * What a lane takes when it has nothing to do: of what is left the longest first, half of its part. So what a machine does
 * otherwise than expected is made up for with what comes later, and lanes end at about the same time. One lane alone takes all.
 */
export function share(left: readonly Weighed[], lanes: number): readonly Weighed[] {
  const ordered = left.toSorted((a, b) => b.seconds - a.seconds);
  const enough = lanes === 1 ? Infinity : Math.max(leastSeconds, secondsOf(left) / (2 * lanes));
  const count = ordered.findIndex((_, at) => secondsOf(ordered.slice(0, at + 1)) >= enough);
  return count === -1 ? ordered : ordered.slice(0, count + 1);
}

const secondsOf = (files: readonly Weighed[]): number => files.reduce((sum, { seconds }) => sum + seconds, 0);

/** Hands out all files: each lane takes a share as soon as it has done its last one. */
export async function handOut<L>(
  files: readonly Weighed[],
  lanes: readonly L[],
  run: (lane: L, files: readonly string[]) => Promise<void>,
): Promise<void> {
  let left = files;
  const work = async (lane: L) => {
    while (left.length > 0) {
      const mine = share(left, lanes.length);
      left = left.filter((one) => !mine.includes(one));
      await run(
        lane,
        mine.map(({ file }) => file),
      );
    }
  };
  await Promise.all(lanes.map(work));
}
