import type { Remembered } from "../survey/remembered";

/**
 * The label that tells what a container was made with of what its image may say too. The provider takes what is no longer
 * said for what it has always been, and would leave the container as it is.
 */
export const saidLabel = "homeport.says";

/** What there was before there was the label: in the form of the provider, as it is read back. */
const older = ["command", "hostname", "stopSignal", "stopTimeout", "user"] as const;
const newer = ["entrypoints", "init", "shmSize", "workingDir"] as const;

/** What a container is told, in the form of the provider. */
export interface Told
  extends Readonly<Partial<Record<(typeof older)[number] | (typeof newer)[number], unknown>>> {
  readonly image: string;
  readonly healthcheck?: { readonly tests?: unknown };
}

/**
 * The label of a container. One that is there without it gets it together with its next change: for the label alone it
 * is not replaced.
 */
export function saidOf(told: Told, remembered: Remembered | undefined): Readonly<Record<string, string>> {
  const said = [...older, ...newer, "healthcheck" as const].filter((name) => told[name] !== undefined).sort();
  if (said.length === 0 || !isFree(told, remembered)) return {};
  return { [saidLabel]: said.join(" ") };
}

function isFree(told: Told, remembered: Remembered | undefined): boolean {
  if (!remembered) return true;
  const outputs = remembered.outputs as Partial<Told> & { readonly labels?: readonly { label: string }[] };
  if (outputs.labels?.some(({ label }) => label === saidLabel)) return true;
  if (newer.some((name) => told[name] !== undefined)) return true;
  const changes = (["image", ...older] as const).some(
    (name) => told[name] !== undefined && !isSame(told[name], outputs[name]),
  );
  return (
    changes || (told.healthcheck && !isSame(told.healthcheck.tests, outputs.healthcheck?.tests)) === true
  );
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
