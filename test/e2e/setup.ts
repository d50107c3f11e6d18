import { buildTestImages } from "../images/build";
import { findEngine } from "./engine";

/** Before the first test of the floor: no test's time limit is for the first build of the images. */
export default async function setUp(): Promise<void> {
  if (!("missing" in findEngine())) await buildTestImages(console.log);
}
