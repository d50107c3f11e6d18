import type { Survey } from "./survey";

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

/** The label of what belongs to a trial, which removes it when it ends; a deployment of the same names has another. */
export const trialLabel = "homeport.trial";
