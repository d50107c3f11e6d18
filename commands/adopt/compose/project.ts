import type { Settings } from "../map/settings";
import type { Notes, Spot } from "../notes";
import type { Files } from "../read/source";
import type { Entry, Mapping } from "../read/tree";
import type { Variables } from "./variables";

/** What Compose would run, before it is looked at what that is. */
export interface Project {
  /** What Compose calls it, which the names of its volumes begin with. */
  readonly name: string;
  /** Where its paths count from. */
  readonly folder: string;
  /** The files that it was read from. */
  readonly files: readonly string[];
  /** Whether it is from the time before volumes had their project's name. */
  readonly old: boolean;
  /** What variables are set to: of the shell, and of `.env`. */
  readonly variables: Variables;
  readonly services: ReadonlyMap<string, Service>;
  readonly volumes: ReadonlyMap<string, Entry>;
  readonly networks: ReadonlyMap<string, Entry>;
  readonly secrets: ReadonlyMap<string, Entry>;
  readonly configs: ReadonlyMap<string, Entry>;
}

export interface Service {
  readonly name: string;
  readonly at: Spot;
  readonly comment?: string;
  readonly tree: Mapping;
}

/** What is told of a project and gathered on the way. */
export interface Reading {
  readonly files: Files;
  readonly notes: Notes;
  readonly settings: Settings;
  /** Of the shell that Compose would be typed in. */
  readonly variables: Readonly<Record<string, string | undefined>>;
}
