import { sleepersOf } from "../../components/survey/asleep";
import { isMoveMark, movesIn } from "../../components/survey/moves";
import type { Survey } from "../../components/survey/survey";
import { upgradesIn } from "../../components/survey/upgrades";
import { volumeLabel } from "../../components/survey/wantedVolume";
import { isOf, isOfTrial, type Whose } from "../shared/whose";
import type { RecordedObject } from "./recorded";

/** Something that an engine has of an environment, and no state knows. */
export interface Leftover {
  readonly host: string;
  readonly kind: "container" | "network" | "volume";
  readonly name: string;
  /** The service or proxy that it belonged to. */
  readonly component: string;
  /** A volume's name within its service; undefined for what holds nothing that an update would not write again. */
  readonly data?: string;
  /** What a container does, in the engine's words. */
  readonly status?: string;
  /** Names of containers in a network or on a volume, whatever they do. */
  readonly usedBy: readonly string[];
  /** Of these, the ones that run. */
  readonly runningOn: readonly string[];
  /** When a volume was made. @default its engine does not say */
  readonly since?: string;
  /** Whether the state will have it removed by the next update. */
  readonly goes: boolean;
}

type Labelled = { readonly name: string; readonly labels: Readonly<Record<string, string>> };

/**
 * Finds what one engine has of an environment and no resource is.
 * @param endpoint of the engine; a name may be known for another one
 */
export function findLeftovers(
  host: string,
  endpoint: string,
  { containers, networks, volumes }: Survey,
  known: readonly RecordedObject[],
  whose: Whose,
): Leftover[] {
  // Of the engine that "docker" uses nobody knows whether a state has another word for it.
  const here = known.filter((one) => [one.endpoint, ""].includes(endpoint) || one.endpoint === undefined);
  const staying = new Set(here.filter(({ goes }) => !goes).map(({ name }) => name));
  const going = new Set(here.filter(({ goes }) => goes).map(({ name }) => name));
  const there = new Set(volumes.filter((one) => !isMoveMark(one)).map(({ name }) => name));
  // What remembers a move or an upgrade is of use as long as one of its volumes is there.
  const stillTells = new Set([
    ...movesIn(volumes).flatMap((move) => (move.volumes.some((one) => there.has(one)) ? [move.mark] : [])),
    ...upgradesIn(volumes).flatMap(({ volume, mark }) => (there.has(volume) ? [mark] : [])),
  ]);
  const isLeft = ({ name, labels }: Labelled) =>
    isOf(labels, whose) &&
    !isOfTrial(labels) &&
    !staying.has(name) &&
    !stillTells.has(name) &&
    !sleepersOf(labels).some((one) => staying.has(one));
  const common = ({ name, labels }: Labelled) => ({
    host,
    name,
    component: labels["homeport.component"] ?? "",
    goes: going.has(name),
  });
  const users = (uses: (container: Survey["containers"][number]) => boolean) => {
    const found = containers.filter(uses);
    return {
      usedBy: found.map(({ name }) => name).sort(),
      runningOn: found.filter(({ state }) => state === "running").map(({ name }) => name),
    };
  };
  const left = [
    ...containers
      .filter(isLeft)
      .map((one) => ({ ...common(one), kind: "container" as const, status: one.status, ...nobody })),
    ...networks.filter(isLeft).map((one) => ({
      ...common(one),
      kind: "network" as const,
      ...users(({ networks: all }) => all.includes(one.name)),
    })),
    ...volumes.filter(isLeft).map((one) => ({
      ...common(one),
      kind: "volume" as const,
      ...dataOf(one),
      ...users(({ mounts }) => mounts.includes(one.name)),
    })),
  ];
  return left.sort((a, b) => a.kind.localeCompare(b.kind) || a.name.localeCompare(b.name));
}

const nobody = { usedBy: [], runningOn: [] };

/** Earlier versions labelled no volume with its own name: theirs tell it. */
function dataOf({ name, labels }: Labelled): { data?: string } {
  const data = labels[volumeLabel] ?? /-volume-(.+)-[0-9a-f]+$/.exec(name)?.[1];
  return data === undefined ? {} : { data };
}
