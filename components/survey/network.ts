import { isSix } from "../shared/address";
import { meets } from "../shared/meets";
import { overlaps6 } from "../shared/subnet6";
import type { EngineNetwork } from "./networks";
import { engineTypes, namesOf, type Remembered, type StackState } from "./remembered";
import type { Survey } from "./survey";

/** An environment's network, as the program declares it. */
export interface WantedNetwork {
  /** Its setting, as an error names it. */
  readonly path: string;
  readonly host: string;
  readonly subnet: string;
  /** @default it has no part of IPv6 */
  readonly subnet6?: string;
  /** Labels that it has, or had under its stack's former name. */
  readonly labels: Readonly<Record<string, string>>;
}

/** @returns why a host cannot have a network with this subnet, or undefined. */
export function subnetTaken(
  wanted: WantedNetwork,
  state: StackState | undefined,
  survey: Survey,
): string | undefined {
  return (
    byNetwork(wanted, state, survey) ??
    (isThere(wanted, state, survey) ? undefined : byMachine(wanted, survey))
  );
}

/** What is there has shown that it works. */
const isThere = (wanted: WantedNetwork, state: StackState | undefined, { networks }: Survey): boolean => {
  const inState = namesOf(state, engineTypes.network);
  return networks.some((one) => inState.has(one.name) && isSame(one, wanted));
};

/** A network that gets a part of IPv6, or loses it, is another one. */
const isSame = ({ subnets }: EngineNetwork, { subnet, subnet6 }: WantedNetwork): boolean =>
  subnets.includes(subnet) &&
  (subnet6 === undefined ? !subnets.some(isSix) : subnets.some((other) => sameNetwork(other, subnet6)));

const sameNetwork = (a: string, b: string): boolean =>
  isSix(a) && overlaps6(a, b) && a.split("/")[1] === b.split("/")[1];

const subnetsOf = ({ subnet, subnet6 }: WantedNetwork): string[] =>
  subnet6 === undefined ? [subnet] : [subnet, subnet6];

function byNetwork(
  wanted: WantedNetwork,
  state: StackState | undefined,
  { networks, containers }: Survey,
): string | undefined {
  const { path, host, subnet, labels } = wanted;
  const inState = namesOf(state, engineTypes.network);
  const isOwn = (one: EngineNetwork) =>
    Object.entries(labels).every(([label, value]) => one.labels[label] === value);
  const taken = networks
    // The environment's own network, unchanged, is no obstacle; one that is to be replaced stays until the end.
    .filter((one) => !((state ? inState.has(one.name) : isOwn(one)) && isSame(one, wanted)))
    .find(({ subnets }) => subnets.some((other) => subnetsOf(wanted).some((own) => meets(other, own))));
  if (!taken) return undefined;
  if (inState.has(taken.name) && isOwn(taken) && taken.subnets.includes(subnet))
    return `${path}: the environment's network on host ${host}, "${taken.name}", has ${taken.subnets.join(" and ")}, and another one takes its place where its part of IPv6 changes; it stays until its containers have moved.\n  Choose another subnet${wanted.subnet6 === undefined ? "" : " and subnet6"} as well; example: 172.30.90.0/24`;
  if (!isOwn(taken) || inState.has(taken.name) || !state)
    return `${path}: ${colliding(wanted, taken)} is already used on host ${host} by the Docker network "${taken.name}" (${taken.subnets.join(", ")}).\n  Choose another one; example: 172.30.90.0/24`;
  const inside = containers
    .filter((one) => one.networks.includes(taken.name))
    .map(({ name }) => name)
    .sort();
  return `${path}: host ${host} has a network of this environment that the state does not know, "${taken.name}" (${taken.subnets.join(", ")}): an update was cut off, runs at this moment, or has another state.
  Wait for its end; or remove what it left, on host ${host}: ${inside.length > 0 ? `docker rm -f ${inside.join(" ")}; ` : ""}docker network rm ${taken.name}`;
}

/** Which of the wanted networks it is that another one has. */
const colliding = (wanted: WantedNetwork, { subnets }: EngineNetwork): string | undefined =>
  subnetsOf(wanted).find((own) => subnets.some((other) => meets(other, own)));

function byMachine(wanted: WantedNetwork, { machine }: Survey): string | undefined {
  const { path, host } = wanted;
  const [found] = subnetsOf(wanted).flatMap((subnet) =>
    (machine?.networks ?? []).filter(({ network }) => meets(network, subnet)).map((own) => ({ own, subnet })),
  );
  if (!found) return undefined;
  const { own, subnet } = found;
  return `${path}: ${subnet} is part of a network of host ${host} itself: ${own.network} at its interface ${own.interface}, which would not be reached any more.\n  Choose another one; example: 172.30.90.0/24`;
}

/** A network's name and labels as they are to be, and whether the engine has lost it. */
export interface KeptNetwork {
  /** @default Pulumi's to choose */
  readonly name: string | undefined;
  readonly labels: readonly EngineLabel[];
  /** The name of one that is gone: it is made anew. */
  readonly gone?: string;
}

interface EngineLabel {
  readonly label: string;
  readonly value: string;
}

/**
 * Name and labels that a network has already, whatever the stack was called when it was made: others would replace it.
 * @param own labels of a new one
 */
export function keptNetwork(
  remembered: Remembered | undefined,
  survey: Survey | undefined,
  own: readonly EngineLabel[],
): KeptNetwork {
  const there = remembered?.outputs as { name: string; labels?: EngineLabel[] } | undefined;
  const { name, gone } = networkName(there?.name, survey);
  const labels = there?.labels?.map(({ label, value }) => ({ label, value })) ?? own;
  return { name, labels, ...(gone ? { gone: there?.name } : {}) };
}

/**
 * The name that a network is to have where it is not Pulumi's to choose: one beside its own where the engine has lost it,
 * as a network under another name is made anew with all that is in it; and then that one for good.
 */
export function networkName(
  remembered: string | undefined,
  survey: Survey | undefined,
): { readonly name: string | undefined; readonly gone: boolean } {
  if (remembered === undefined) return { name: undefined, gone: false };
  const gone = survey !== undefined && !survey.networks.some(({ name }) => name === remembered);
  const [, stem = remembered, count] = /^(.*?)(?:-(\d{1,3}))?$/.exec(remembered) ?? [];
  if (gone) return { name: `${stem}-${Number(count ?? 1) + 1}`, gone };
  return { name: count === undefined ? undefined : remembered, gone };
}
