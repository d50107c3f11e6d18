import type { EngineVolume } from "./objects";

/**
 * Labels of the empty volume by which an engine remembers, through its restarts, that an environment was put to sleep there:
 * since when, and which containers. No container could tell it, as none can be given another label.
 */
export const asleepLabel = "homeport.asleep";
export const sleepersLabel = "homeport.sleepers";
/** That it is for an exchange of its data alone, and was awake before. */
export const exchangedLabel = "homeport.exchanged";
/** On which of the program's hosts. */
export const hostLabel = "homeport.host";

/** Names in a label, which readers take apart from others at commas. */
export const joinNames = (names: readonly string[]): string => names.join(" ");

/** The names that such a volume remembers; none of any other. */
export const sleepersOf = (labels: EngineVolume["labels"]): string[] =>
  (labels[sleepersLabel] ?? "").split(" ").filter(Boolean);

/** Names of containers that an exchange of their data has stopped, and not started. */
export const exchangedIn = (volumes: readonly EngineVolume[]): Set<string> =>
  new Set(volumes.flatMap(({ labels }) => (exchangedLabel in labels ? sleepersOf(labels) : [])));

/** Containers that were put to sleep on an engine, and since when, by their names. */
export const sleepersIn = (volumes: readonly EngineVolume[]): Map<string, string> =>
  new Map(
    volumes.flatMap(({ labels }) =>
      sleepersOf(labels).map((name) => [name, labels[asleepLabel] ?? ""] as const),
    ),
  );
