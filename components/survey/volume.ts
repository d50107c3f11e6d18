import { lastMove, movesIn } from "./moves";
import { isInUse } from "./objects";
import { engineTypes, namesOf, type StackState } from "./remembered";
import type { Survey } from "./survey";
import { elsewhere, gone, inUse, movedOn, several, underWay } from "./volumeRefusals";

/** A volume with data, as the program declares it. */
export interface WantedVolume {
  /** Its setting, as an error names it. */
  readonly path: string;
  readonly host: string;
  readonly urn: string;
  /**
   * What it was when its service had another number of routers.
   * @default it was never anything else
   */
  readonly formerUrn?: string;
  /** Whether each host may have data of its own: those of another one are not missed. */
  readonly perHost: boolean;
  /** Whether its data may be lost, as nothing is to back it up. */
  readonly mayBeLost: boolean;
  /** Labels by which it is found on an engine, whoever made it. */
  readonly labels: Readonly<Record<string, string>>;
  /** What the engine's names of such volumes have in them: earlier versions labelled no volume with its own name. */
  readonly named: string;
  readonly stack: string;
  /** How a person calls Pulumi in the project. */
  readonly pulumi: string;
  /** Whether the host is a machine that this very update may have made in place of another, without its data. */
  readonly hostMayBeNew: boolean;
}

/** A host beside the volume's own. */
export interface OtherHost {
  readonly name: string;
  readonly survey: Survey;
}

/** A volume that the same service had in an environment of another name, and that nothing uses. */
export interface UnusedVolume {
  readonly name: string;
  readonly environment: string;
}

/** A volume with data that another host has, and that does not go along. */
export interface ElsewhereVolume {
  readonly host: string;
  readonly name: string;
}

/** Where a volume's data is. */
export type FoundVolume =
  /** The engine's name of a volume that is there, which the state knows or not. */
  | { readonly found: string; readonly known: boolean; readonly stays?: ElsewhereVolume }
  /** There is none: a new one begins empty. */
  | {
      readonly found: undefined;
      readonly unused?: readonly UnusedVolume[];
      readonly stays?: ElsewhereVolume;
    }
  /** To go on would lose sight of the data. */
  | { readonly refused: string };

/** The label with a volume's name within its service. */
export const volumeLabel = "homeport.volume";

const componentLabel = "homeport.component";

/** The label of what belongs to a trial, which removes it when it ends; a deployment of the same names has another. */
export const trialLabel = "homeport.trial";

/**
 * Finds the data of a volume before anything is made: a container that names a volume which is not there gets an empty
 * one from its engine, without a word.
 * @param survey of the volume's host; undefined where it does not answer
 */
export function findVolume(
  wanted: WantedVolume,
  state: StackState | undefined,
  survey: Survey | undefined,
  others: readonly OtherHost[],
): FoundVolume {
  const remembered = rememberedAs(wanted, state);
  if (remembered !== undefined) {
    const moved = movedElsewhere(wanted, remembered, survey, others);
    if (moved !== undefined) return { refused: moved };
    const isThere = survey?.volumes.some(({ name }) => name === remembered) ?? true;
    const away = isThere
      ? stillUsed(wanted, remembered, state, survey, others)
      : whereOf([remembered], others);
    if ((isThere && away === undefined) || wanted.hostMayBeNew) return { found: remembered, known: true };
    if (away === undefined) return { refused: gone(wanted, remembered) };
    return wanted.mayBeLost
      ? { found: remembered, known: true, stays: away }
      : { refused: elsewhere(wanted, away) };
  }
  // Whoever has no state cannot tell its own data from those of another deployment.
  if (!survey || !state) return { found: undefined };
  const kept = keptVolumes(wanted, state, survey);
  const user = userOf(kept, state, survey);
  if (user !== undefined) return { refused: inUse(wanted, user) };
  if (kept.length > 1) return { refused: several(wanted, kept) };
  if (kept[0] !== undefined) {
    const moved = movedElsewhere(wanted, kept[0], survey, others);
    return moved === undefined ? { found: kept[0], known: false } : { refused: moved };
  }
  const theirs = others.flatMap((other) => keptVolumes(wanted, new Map(), other.survey));
  const away = wanted.perHost ? undefined : whereOf(theirs, others);
  if (away === undefined) return { found: undefined, unused: unusedElsewhere(wanted, state, survey) };
  return wanted.mayBeLost ? { found: undefined, stays: away } : { refused: elsewhere(wanted, away) };
}

const rememberedAs = ({ urn, formerUrn = "" }: WantedVolume, state: StackState | undefined) =>
  (state?.get(urn) ?? state?.get(formerUrn))?.outputs.name as string | undefined;

/** What a host has under a volume's name counts only where the last move ended there: others have kept what it was before. */
function movedElsewhere(
  wanted: WantedVolume,
  name: string,
  survey: Survey | undefined,
  others: readonly OtherHost[],
): string | undefined {
  const surveys = [...(survey ? [survey] : []), ...others.map((other) => other.survey)];
  const move = lastMove(
    name,
    surveys.flatMap(({ volumes }) => movesIn(volumes)),
  );
  if (!move) return undefined;
  if (move.set === undefined) return underWay(wanted, move);
  return move.to === wanted.host ? undefined : movedOn(wanted, move);
}

/**
 * Another host, on which the service still runs on a volume that was brought here under the same name. What makes backups of
 * it there goes with the update.
 */
function stillUsed(
  { labels }: WantedVolume,
  name: string,
  state: StackState | undefined,
  survey: Survey | undefined,
  others: readonly OtherHost[],
): ElsewhereVolume | undefined {
  const own = namesOf(state, engineTypes.container);
  const service = labels[componentLabel] ?? "";
  const isOfService = (component = "") => component === service || component.startsWith(`${service}/`);
  const uses = ({ containers, volumes }: Survey) =>
    volumes.some((one) => one.name === name) &&
    containers.some(
      (one) =>
        isInUse(one) &&
        own.has(one.name) &&
        isOfService(one.labels[componentLabel]) &&
        one.mounts.includes(name),
    );
  if (survey && uses(survey)) return undefined;
  const there = others.find((other) => uses(other.survey));
  return there && { host: there.name, name };
}

/** Which of the other hosts has one of these volumes. */
export const whereOf = (
  names: readonly string[],
  others: readonly OtherHost[],
): ElsewhereVolume | undefined =>
  others.flatMap(({ name: host, survey }) =>
    survey.volumes.filter(({ name }) => names.includes(name)).map(({ name }) => ({ host, name })),
  )[0];

/** A volume of a service that the program no longer declares. */
export interface LeavingVolume {
  /** Its name within the service. */
  readonly volume: string;
  /** The engine's name. */
  readonly name: string;
}

/**
 * Volumes of a service that leave it in this update. One that is new beside them may be one of them under another name.
 * @param urn of the new one
 * @param declared names of all volumes of the service
 */
export function leavingVolumes(
  urn: string,
  volume: string,
  declared: readonly string[],
  state: StackState | undefined,
): LeavingVolume[] {
  const stem = urn.slice(0, -volume.length);
  return [...(state ?? [])]
    .filter(([at]) => at.startsWith(stem) && !declared.includes(at.slice(stem.length)))
    .map(([at, { outputs }]) => ({ volume: at.slice(stem.length), name: String(outputs.name) }));
}

const environmentLabel = "homeport.environment";

/** A stack that was renamed may have left them. Another environment's own are in use, at least by a container that waits. */
function unusedElsewhere(wanted: WantedVolume, state: StackState, survey: Survey): UnusedVolume[] {
  const { [environmentLabel]: own, ...labels } = wanted.labels;
  const used = new Set(survey.containers.flatMap(({ mounts }) => mounts));
  const candidates = keptVolumes({ ...wanted, labels }, state, survey).filter((name) => !used.has(name));
  return survey.volumes
    .filter(({ name }) => candidates.includes(name))
    .map((one) => ({ name: one.name, environment: one.labels[environmentLabel] ?? "" }))
    .filter(({ environment }) => environment !== own);
}

/** Volumes of the same service and name that no resource of the stack has any more. */
function keptVolumes({ labels, named }: WantedVolume, state: StackState, { volumes }: Survey): string[] {
  const inState = namesOf(state, engineTypes.volume);
  const { [volumeLabel]: volume, ...others } = labels;
  return volumes
    .filter((one) => one.labels[trialLabel] === undefined)
    .filter((one) => Object.entries(others).every(([label, value]) => one.labels[label] === value))
    .filter((one) =>
      one.labels[volumeLabel] === undefined ? one.name.includes(named) : one.labels[volumeLabel] === volume,
    )
    .map(({ name }) => name)
    .filter((name) => !inState.has(name));
}

/** A container that runs on one of the volumes, and is none of the stack's. */
function userOf(
  volumes: readonly string[],
  state: StackState,
  { containers }: Survey,
): { readonly container: string; readonly volume: string } | undefined {
  const own = namesOf(state, engineTypes.container);
  return containers
    .filter((one) => isInUse(one) && !own.has(one.name))
    .flatMap(({ name, mounts }) =>
      volumes.filter((volume) => mounts.includes(volume)).map((volume) => ({ container: name, volume })),
    )[0];
}
