/**
 * `npx tsx test/compatibility/record.ts`: what the version of package.json would write into a stack's state, to be
 * kept for the versions after it. To be run once for each release; a record that exists is never written again.
 */
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { version } from "../../package.json";
import { programs } from "../graph/graph";
import { recorded } from "./recorded";
import { stateOf } from "./state";

const folder = path.join(__dirname, version);

async function main(): Promise<void> {
  mkdirSync(folder);
  for (const name of ["everything", "applications"] as const)
    copyFileSync(programs[name], path.join(folder, `${name}.ts`));
  for (const [name, run] of Object.entries(recorded(version)))
    writeFileSync(
      path.join(folder, `${name}.json`),
      `${JSON.stringify(stateOf(await run()), undefined, 1)}\n`,
    );
}

main();
