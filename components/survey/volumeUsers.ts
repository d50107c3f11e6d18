import { mountOf, mountsIt } from "./mounts";
import { isInUse } from "./objects";
import { engineTypes, namesOf, type StackState } from "./remembered";
import type { Survey } from "./survey";
import type { WantedVolume } from "./wantedVolume";

/** A volume or a directory that a service takes as it is, and to which it alone is to write. */
export type TakenVolume = Pick<WantedVolume, "path" | "host" | "labels"> & {
  /** The engine's name of the volume, or the directory's path. */
  readonly volume: string;
};

/** Containers that run on such a volume and are none of the stack's. */
export interface Users {
  /** Another service of Homeport, whose place this one would take. */
  readonly refused?: string;
  /** Somebody else's. */
  readonly warned?: string;
}

/** Two writers would damage what is in a volume, and only people know whether one of them reads alone. */
export function usersOf(wanted: TakenVolume, state: StackState, { containers }: Survey): Users {
  const { path, host, volume, labels } = wanted;
  const kind = volume.startsWith("/") ? "directory" : "volume";
  const own = namesOf(state, engineTypes.container);
  const others = containers
    .filter((one) => isInUse(one) && mountsIt(one, volume) && !own.has(one.name))
    // What a cut off update has left of this very service goes with its exchange.
    .filter((one) => Object.entries(labels).some(([label, value]) => one.labels[label] !== value));
  const service = others.find((one) => "homeport.deploys" in one.labels);
  if (service)
    return {
      refused: `${path}: the container "${service.name}" on host ${host}, of the environment ${service.labels["homeport.environment"]} of ${service.labels["homeport.project"]}, writes to the ${kind} "${volume}", and would be removed for this service.
  Take the ${kind} from one of the two, or say shared: true in both, where both are made for that`,
    };
  const [other] = others;
  return other
    ? {
        warned: `${path}: the container "${other.name}" on host ${host} has the ${kind} "${mountOf(other, volume)}" too. Two that write to it damage it: stop that one first, unless it only reads`,
      }
    : {};
}
