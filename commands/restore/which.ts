import { askSets } from "../backups/ask";
import { type Chosen, chooseFor, type Key, type Wanted } from "../backups/choose";
import type { FoundBackups } from "../backups/find";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";

/** Which set it is to be, where somebody says so. */
export interface WhichSet {
  readonly set?: string;
  readonly place?: number;
}

/** A set, and the repository that has it. */
export interface Sourced {
  readonly place: string;
  readonly shown: string;
  readonly chosen: Chosen;
}

/** Chooses the set for volumes of a service. */
export const setIn = (
  backups: FoundBackups,
  { service, volumes }: Omit<Wanted, "set">,
  which: WhichSet,
  variables: Variables,
): Promise<Sourced> =>
  setWith(
    backups,
    volumes.map((volume) => ({ service, volume })),
    which,
    variables,
  );

/**
 * Chooses the set that has volumes, in the first repository that has one.
 * @throws Failure where none has, with what each says.
 */
export async function setWith(
  backups: FoundBackups,
  keys: readonly Key[],
  { set, place }: WhichSet,
  variables: Variables,
): Promise<Sourced> {
  const all = await askSets(backups, variables, { set });
  const asked = place === undefined ? all : all.filter((one) => one.place === String(place));
  if (asked.length === 0)
    throw new Failure(`--place: there is no repository ${place}; there are 0 to ${all.length - 1}`);
  const refusals: string[] = [];
  for (const one of asked) {
    const chosen = one.sets
      ? chooseFor(one.manifests, keys, set, Date.now())
      : { refused: one.silence ?? "it does not answer" };
    if (!("refused" in chosen)) return { place: one.place, shown: one.shown, chosen };
    refusals.push(`${one.shown}: ${chosen.refused}`);
  }
  throw new Failure(refusals.join("\n"));
}
