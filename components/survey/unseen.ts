import { readUrn } from "../shared/urn";
import type { StackState } from "./remembered";

/** What the engines of Homeport's hosts are called, behind the names of these. */
const suffix = "-engine";

/** Engines that the state has, of hosts that do not answer or that the program has no more, by their resources' names. */
export const unseenEngines = (state: StackState | undefined, seen: readonly string[]): string[] =>
  [...(state ?? [])]
    .filter(([, { type }]) => type === "pulumi:providers:docker")
    .map(([urn]) => readUrn(urn).name)
    .filter((engine) => !seen.some((host) => engine === host + suffix));

/** The hosts among these; providers of a program's own are none. */
export const unseenHosts = (state: StackState | undefined, seen: readonly string[]): string[] =>
  unseenEngines(state, seen)
    .filter((engine) => engine.endsWith(suffix))
    .map((engine) => engine.slice(0, -suffix.length));
