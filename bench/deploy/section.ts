import { findEngine } from "../../test/e2e/engine";
import { installed } from "../../test/support/tools";
import { digits } from "../report/spread";
import type { Section } from "../section";
import { measure } from "./measure";
import { type Measured, report } from "./report";

/** Those with a target come first: time may be up before the last. */
const sizes = [3, 100, 10, 50, 200];
/** Many services take long, and vary less. */
const repeatsOf = (size: number, repeats: number) => (size < 100 ? repeats : Math.min(repeats, 2));

export const deploy: Section = {
  title: "Deploy",
  async measure({ repeats, trial, say, late, sizes: wanted = trial ? sizes.slice(0, 1) : sizes }) {
    const engine = findEngine();
    if ("missing" in engine) return `Left out: ${engine.missing}.`;
    await installed("docker-compose", "docker-compose");
    const all: Measured[] = [];
    for (const size of wanted.flatMap((one) => Array<number>(repeatsOf(one, repeats)).fill(one))) {
      if (late()) break;
      try {
        const one = await measure(engine, size);
        all.push(one);
        for (const tool of ["homeport", "compose"] as const)
          say(`deploy: ${size} services, ${tool}: ${Object.values(one[tool]).map(digits).join(", ")} s`);
      } catch (error) {
        // What has been measured is worth more than nothing.
        say(`deploy: ${size} services: ${(error as Error).message}`);
      }
    }
    if (all.length === 0) throw new Error("nothing was measured");
    return report(all);
  },
};
