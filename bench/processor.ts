import { type Container, processorOf } from "../test/support/containers";
import { pause } from "../test/support/wait";

/** @returns milliseconds of processor time that each container took in each of so many seconds */
export async function processorDuring(
  all: readonly Pick<Container, "Id">[],
  seconds: number,
): Promise<number[]> {
  const taken = () => Promise.all(all.map(({ Id }) => processorOf(Id)));
  const [start, before] = [performance.now(), await taken()];
  await pause(seconds);
  const after = await taken();
  const took = (performance.now() - start) / 1_000;
  return after.map((one, at) => (one - (before[at] ?? 0)) / took);
}
