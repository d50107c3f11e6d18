/**
 * Measures and writes docs/benchmarks.md: `npm run bench`, or `npm run bench -- road memory` for some of it, or
 * `npm run bench -- deploy --sizes 3,100 --minutes 30`.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildTestImages } from "../test/images/build";
import { removeLeftovers } from "../test/sandbox/clean";
import { docker } from "../test/support/containers";
import exclusive from "../test/support/exclusive";
import { data } from "./data/section";
import { deploy } from "./deploy/section";
import { growth } from "./growth/section";
import { idle } from "./idle";
import { loss } from "./loss";
import { memory } from "./memory";
import { monitor, told } from "./monitor/section";
import { removeAll } from "./ours";
import { fill } from "./report/document";
import { machine } from "./report/machine";
import { road } from "./road/section";
import type { Run, Section } from "./section";

const sections: Readonly<Record<string, Section>> = {
  road,
  deploy,
  memory,
  idle,
  loss,
  data,
  monitor,
  told,
  growth,
};

const say = (line: string) => console.log(`${new Date().toISOString().slice(11, 19)} ${line}`);

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      repeats: { type: "string", default: "3" },
      minutes: { type: "string", default: "10" },
      sizes: { type: "string" },
      trial: { type: "boolean", default: false },
      output: { type: "string", default: join(__dirname, "../docs/benchmarks.md") },
    },
  });
  const repeats = Number(values.repeats);
  if (!Number.isInteger(repeats) || repeats < (values.trial ? 1 : 3))
    throw new Error(`--repeats ${values.repeats}: give a whole number, 3 or more`);
  const sizes = values.sizes?.split(",").map(Number);
  if (sizes?.some((size) => !(Number.isInteger(size) && size > 0 && size <= 200)))
    throw new Error(`--sizes ${values.sizes}: give whole numbers from 1 to 200; example: --sizes 3,100`);
  const chosen = positionals.length > 0 ? positionals : Object.keys(sections);
  const unknown = chosen.find((name) => !(name in sections));
  if (unknown)
    throw new Error(`there is no section "${unknown}"; there are ${Object.keys(sections).join(", ")}`);

  await exclusive();
  await removeLeftovers(docker);
  await buildTestImages(say);
  // Whatever comes later is not lost with a section that fails.
  const write = (name: string, text: string) => {
    const document = existsSync(values.output) ? readFileSync(values.output, "utf8") : "# Benchmarks\n";
    writeFileSync(values.output, fill(document, name, text));
  };
  write("machine", await machine());
  for (const name of chosen) {
    const section = sections[name] as Section;
    const start = performance.now();
    const late = () => performance.now() - start > Number(values.minutes) * 60_000;
    const run: Run = { repeats, sizes, trial: values.trial, say, late };
    say(`${name} …`);
    try {
      write(name, `## ${section.title}\n\n${await section.measure(run)}`);
    } catch (error) {
      process.exitCode = 1;
      say(`${name} failed: ${(error as Error).message}`);
    } finally {
      await removeAll();
    }
    say(`${name}: ${Math.round((performance.now() - start) / 1_000)} s`);
  }
}

for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => void removeAll().finally(() => process.exit(1)));

main()
  .catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  })
  .finally(removeAll);
