import { isInUse } from "./objects";
import { engineTypes, namesOf, type StackState } from "./remembered";
import type { Survey } from "./survey";
import { trialLabel, type UnusedVolume, volumeLabel, type WantedVolume } from "./wantedVolume";

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
export function unusedElsewhere(wanted: WantedVolume, state: StackState, survey: Survey): UnusedVolume[] {
  const { [environmentLabel]: own, ...labels } = wanted.labels;
  const used = new Set(survey.containers.flatMap(({ mounts }) => mounts));
  const candidates = keptVolumes({ ...wanted, labels }, state, survey).filter((name) => !used.has(name));
  return survey.volumes
    .filter(({ name }) => candidates.includes(name))
    .map((one) => ({ name: one.name, environment: one.labels[environmentLabel] ?? "" }))
    .filter(({ environment }) => environment !== own);
}

/** Volumes of the same service and name that no resource of the stack has any more. */
export function keptVolumes(
  { labels, named }: WantedVolume,
  state: StackState,
  { volumes }: Survey,
): string[] {
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
export function userOf(
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
