import { buildTestImages } from "../images/build";

/** Before the first test of the floor: no test's time limit is for the first build of the images. */
export default (): Promise<void> => buildTestImages(console.log);
