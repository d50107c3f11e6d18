import { rmSync } from "node:fs";
import { directory, openHypervisor } from "./hypervisor";
import { obstacle } from "./obstacle";

/** Before the first and after the last test of the floor. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (obstacle()) return;
  const close = await openHypervisor();
  return async () => {
    rmSync(directory, { recursive: true, force: true });
    await close();
  };
}
