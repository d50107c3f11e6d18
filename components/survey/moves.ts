import type { EngineVolume } from "./objects";

/**
 * Labels of the empty volume by which an engine remembers that data move from one host to another, or have: no volume can be
 * given another label. The one that was made first has no set; the one that is made last has.
 */
export const moveLabels = {
  volumes: "homeport.moved",
  from: "homeport.moved-from",
  to: "homeport.moved-to",
  epoch: "homeport.moved-epoch",
  set: "homeport.moved-set",
} as const;

/** A move of a service's data, as an engine remembers it. */
export interface Move {
  /** The engine's names, the same on both hosts. */
  readonly volumes: readonly string[];
  readonly from: string;
  readonly to: string;
  /** The how manieth it is. */
  readonly epoch: number;
  /** Whose data were put there. @default it is under way */
  readonly set?: string;
  /** The engine's name of what remembers it. */
  readonly mark: string;
}

/** Whether a volume only remembers a move. */
export const isMoveMark = ({ labels }: Pick<EngineVolume, "labels">): boolean => moveLabels.volumes in labels;

/** Moves that an engine remembers. */
export const movesIn = (volumes: readonly EngineVolume[]): Move[] =>
  volumes.filter(isMoveMark).map(({ name, labels }) => {
    const said = (label: keyof typeof moveLabels): string => labels[moveLabels[label]] ?? "";
    const set = said("set");
    return {
      ...{ volumes: said("volumes").split(" "), from: said("from"), to: said("to"), mark: name },
      epoch: Number(said("epoch")),
      ...(set === "" ? {} : { set }),
    };
  });

/** The last move of a volume: the highest epoch, and what came to its end before what was only begun. */
export const lastMove = (volume: string, moves: readonly Move[]): Move | undefined =>
  moves
    .filter(({ volumes }) => volumes.includes(volume))
    .toSorted((a, b) => b.epoch - a.epoch || Number(b.set !== undefined) - Number(a.set !== undefined))[0];
