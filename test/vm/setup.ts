import { buildTestImages } from "../images/build";
import { openHypervisor } from "./hypervisor";
import { obstacle } from "./obstacle";

/** Before the first and after the last test of the floor. */
export default async function setUp(): Promise<(() => Promise<void>) | undefined> {
  if (obstacle()) return undefined;
  await buildTestImages(console.log);
  return openHypervisor();
}
