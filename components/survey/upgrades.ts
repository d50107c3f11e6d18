import type { EngineVolume } from "./objects";

/**
 * Labels of the empty volume by which an engine remembers that a database's data were brought from one series to another,
 * until an update has given the state the server that goes with them: no volume can be given another label.
 */
export const upgradeLabels = {
  volume: "homeport.upgraded",
  from: "homeport.upgraded-from",
  to: "homeport.upgraded-to",
} as const;

/** Whose data are in a volume, since an upgrade or its way back. */
export interface Upgrade {
  /** The engine's name. */
  readonly volume: string;
  /** Kinds of servers, and the series of their versions: `postgres 15`. */
  readonly from: string;
  readonly to: string;
  /** The engine's name of what remembers it. */
  readonly mark: string;
}

/** Upgrades that an engine remembers. */
export const upgradesIn = (volumes: readonly EngineVolume[]): Upgrade[] =>
  volumes.flatMap(({ name, labels }) => {
    const { [upgradeLabels.volume]: volume, [upgradeLabels.from]: from, [upgradeLabels.to]: to } = labels;
    return volume && from && to ? [{ volume, from, to, mark: name }] : [];
  });
