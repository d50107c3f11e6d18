import { openHypervisor } from "./hypervisor";
import { obstacle } from "./obstacle";

/** Before the first and after the last test of the floor. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  return obstacle() ? undefined : openHypervisor();
}
