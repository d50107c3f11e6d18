import { meets } from "../shared/meets";
import { fingerprintOf } from "../shared/revision";
import type { Remembered } from "./remembered";
import type { Survey } from "./survey";

/** The engine gives 172.17.0.0/16 and later ones by itself, and never this one. */
const first = "172.16";
const perNetwork = 64;
const count = (256 * 256) / perNetwork;

/** A network on addresses of no meaning, as it is to be found. */
export interface WantedPrivate {
  /** What tells the network from all others: its addresses follow from it, so that two programs at once rarely meet. */
  readonly seed: string;
  /** Networks of the program that its host may not have yet. */
  readonly reserved: readonly string[];
}

/**
 * @returns a network that nothing on its host uses, the one that it has already where it is there; undefined where all
 * of them are used
 */
export function privateSubnet(
  { seed, reserved }: WantedPrivate,
  remembered: Remembered | undefined,
  survey: Survey | undefined,
): string | undefined {
  const { ipamConfigs } = (remembered?.outputs ?? {}) as { ipamConfigs?: readonly { subnet?: string }[] };
  const kept = ipamConfigs?.[0]?.subnet;
  if (kept !== undefined) return kept;
  const taken = [
    ...reserved,
    ...(survey?.networks ?? []).flatMap(({ subnets }) => subnets),
    ...(survey?.machine?.networks ?? []).map(({ network }) => network),
  ];
  const from = Number.parseInt(fingerprintOf(seed).slice(0, 8), 16) % count;
  return Array.from({ length: count }, (_, step) => subnetAt((from + step) % count)).find(
    (subnet) => !taken.some((other) => meets(subnet, other)),
  );
}

const subnetAt = (at: number): string =>
  `${first}.${Math.floor((at * perNetwork) / 256)}.${(at * perNetwork) % 256}/26`;
