import { isDeepStrictEqual } from "node:util";
import { pinned, type RunningImage, type RunningImages } from "../shared/runningImages";
import { boundPart } from "./bound";
import type { Difference, SettingDifference } from "./difference";

/** Settings by their key with its namespace, as a file has them. */
export type FileSettings = Readonly<Record<string, unknown>>;

/** What the files say: the project's for all stacks, and that of the stack which has shown something to work. */
export interface Files {
  /** The project's name. */
  readonly name: string;
  readonly project: FileSettings;
  readonly from: FileSettings;
}

/** What goes into a merge request. */
export interface Change {
  /** What the project's file says from now on, and no stack for itself. */
  readonly settings: FileSettings;
  /** Images that have run, by digest where one is known. */
  readonly proven: readonly string[];
  /** What is left to a person. */
  readonly notes: readonly string[];
}

/**
 * Works out the change that gives every stack what one has shown to work: a setting that it has for itself becomes the
 * project's, and images in settings are named by the digest that ran.
 */
export function planChange(running: RunningImages, { images, settings }: Difference, files: Files): Change {
  const news = images.flatMap(({ from }) => from ?? []);
  const judged = settings.map((one) => ({ ...one, ...judge(one, files, news) }));
  const moved = Object.fromEntries(judged.flatMap(({ key, move }) => (move ? [[key, files.from[key]]] : [])));
  const all = { ...files.project, ...moved };
  const exact = Object.entries(all).map(([key, value]) => [key, withDigests(value, news)] as const);
  const changed = exact.filter(([key, value]) => !isDeepStrictEqual(value, files.project[key]));
  return {
    settings: Object.fromEntries(changed),
    proven: [...new Set(Object.values(running).map(pinned))].sort(),
    notes: [
      ...new Set([
        ...judged.flatMap(({ note }) => note ?? []),
        ...news.flatMap((image) => byHand(image, all)),
      ]),
    ],
  };
}

/** Whether a setting is the stack's own and can become the project's, or what a person has to know. */
function judge(
  { key, from, to }: SettingDifference,
  files: Files,
  news: readonly RunningImage[],
): { move?: true; note?: string } {
  if (from === undefined) return { note: `${key}: it is set where the change goes to, and only there` };
  if (from.secret || to?.secret) return { note: `${key}: a secret, which each stack sets for itself` };
  const bound = [from.value, to?.value, files.from[key], files.project[key]]
    .map((value) => boundPart(files.name, key, value))
    .find((part) => part !== undefined);
  if (bound) return { note: `${bound}: it is bound to a machine, so each stack says it for itself` };
  const isOwn = key in files.from;
  const said = isOwn ? files.from[key] : files.project[key];
  // An earlier promotion may have written it, and the stack may not have been updated since.
  const isShown = isSaid(said, from.value) || isSaid(said, withDigests(from.value, news));
  if (!isShown)
    return { note: `${key}: no file says any more what has run; update the stack and look again` };
  return isOwn ? { move: true } : {};
}

/** Pulumi remembers a number or a truth value as a text. */
const isSaid = (said: unknown, ran: unknown): boolean =>
  typeof said === "object" ? isDeepStrictEqual(said, ran) : String(said) === String(ran);

/** A copy in which every reference of an image that ran is followed by its digest. */
function withDigests(value: unknown, ran: readonly RunningImage[]): unknown {
  if (Array.isArray(value)) return value.map((one) => withDigests(one, ran));
  if (typeof value === "object" && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withDigests(one, ran)]));
  const image = ran.find(({ reference }) => reference === value);
  return image ? pinned(image) : value;
}

/** Says what a setting cannot do for an image. */
function byHand(image: RunningImage, settings: FileSettings): string[] {
  const { reference, digest } = image;
  if (reference.includes("@")) return [];
  if (digest === undefined) return [`${reference}: no digest is known; the tag alone says what it is`];
  if (JSON.stringify(settings).includes(JSON.stringify(reference))) return [];
  return [`${reference}: the program names it; write ${pinned(image)} there`];
}
