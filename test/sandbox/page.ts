import { writeFileSync } from "node:fs";
import * as path from "node:path";
import { answered } from "./curl";
import type { Output } from "./messages";
import type { Sandbox } from "./sandbox";

interface Outputs {
  addresses: { https: string; stats: string };
  /** Nothing where another authority issues. */
  authority?: string;
  services: Record<string, { curl: string }>;
}

/**
 * What there is to see of an environment; every address in it has answered.
 *
 * @param folder Where the root of the environment's authority is written, for the lines to name.
 */
export async function page(stack: string, { outputs }: Sandbox, folder: string): Promise<string> {
  const { addresses, authority, services } = valuesOf(outputs[stack]);
  const file = path.join(folder, `${stack}-authority.pem`);
  if (authority) writeFileSync(file, authority);
  // A trial has no stack that a shell could ask.
  const shown = (curl: string) => curl.replace(/<\(.*? stack output authority .*?\)/, file);
  const curls = Object.entries(services).map(([name, { curl }]) => ({ name, curl: shown(curl) }));
  await Promise.all([answered(addresses.stats), ...curls.map(({ curl }) => answered(curl))]);
  const width = Math.max(...curls.map(({ name }) => name.length));
  return [
    `${stack}: ${addresses.https}   statistics: ${addresses.stats}`,
    ...curls.map(({ name, curl }) => `  ${name.padEnd(width)}  ${curl}`),
  ].join("\n");
}

function valuesOf(outputs: Record<string, Output> = {}): Outputs {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, { value }]) => [name, value]),
  ) as unknown as Outputs;
}
