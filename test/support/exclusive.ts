import { take } from "./turn";

/**
 * Before the first and after the last test of a floor that has a machine's engine to itself: its ports, networks and VMs
 * are the same in every checkout. Another run is waited for.
 */
export default async function setUp(): Promise<() => Promise<void>> {
  for (let told = false; ; told = true) {
    const taken = await take("tests");
    if ("release" in taken) return () => taken.release();
    // Several floors in one run.
    if (taken.pid === process.pid) return async () => {};
    if (!told) console.log(waitingFor(taken));
    await taken.gone;
  }
}

export const waitingFor = ({ pid, folder }: { pid: number; folder: string }): string =>
  `waiting for the tests in ${folder} (process ${pid}), which use the same ports, networks and VMs …`;
