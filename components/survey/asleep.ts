import type { EngineVolume } from "./objects";

/**
 * Labels of the empty volume by which an engine remembers, through its restarts, that an environment was put to sleep there:
 * since when, and which containers. No container could tell it, as none can be given another label.
 */
export const asleepLabel = "homeport.asleep";
export const sleepersLabel = "homeport.sleepers";

/** Names in a label: survey and status take labels apart at commas. */
export const joinNames = (names: readonly string[]): string => names.join(" ");

/** Containers that were put to sleep on an engine, and since when, by their names. */
export const sleepersIn = (volumes: readonly EngineVolume[]): Map<string, string> =>
  new Map(
    volumes.flatMap(({ labels: { [asleepLabel]: since, [sleepersLabel]: names = "" } }) =>
      since === undefined ? [] : names.split(" ").map((name) => [name, since] as const),
    ),
  );
