import {
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { isAbsolute, join } from "node:path";
import { refusal } from "./refuse";
import { fingerprintOf } from "./revision";

/** After how long a text is forgotten that no program has asked for, in days. */
const keptDays = 30;
const day = 24 * 60 * 60 * 1000;

/**
 * Shell: where texts are kept, in a word of its own. Pulumi starts the program and the provider that runs commands with
 * the same environment; they need not have the same working directory.
 */
const inShell = `"\${XDG_CACHE_HOME:-$HOME/.cache}"/homeport/`;

/**
 * Keeps a text on the machine that runs the program, where the commands of this update find it, and gives the name by
 * which they do. A state would have each text twice, as input and as output, and is written anew with every step: they
 * would be most of a deploy. The name follows from the text: a command runs again when that changes, and programs of two
 * versions do not meet. Only what runs without the program, as at a destroy, cannot be kept.
 * @param text nothing secret
 */
export function keep(text: string): string {
  const name = fingerprintOf(text);
  const folder = keptFolder();
  const file = join(folder, name);
  try {
    if (existsSync(file)) touch(file);
    else write(folder, file, text);
  } catch (error) {
    throw refusal(
      `${folder}: the scripts of an update cannot be kept there: ${(error as Error).message}\n  Make it writable, or name another folder for it; example: XDG_CACHE_HOME=/var/tmp/cache`,
    );
  }
  return name;
}

/** @returns a kept text's path as a word of a shell. */
export const pathInShell = (name: string): string => inShell + name;

/** @returns the folder in which texts are kept. */
export function keptFolder({ XDG_CACHE_HOME, HOME } = process.env): string {
  const cache = XDG_CACHE_HOME || (HOME && join(HOME, ".cache"));
  if (cache && isAbsolute(cache)) return join(cache, "homeport");
  throw refusal(
    `${cache ? `XDG_CACHE_HOME: "${cache}" is no absolute path` : "HOME: not set"}; the scripts of an update are kept below it; example: XDG_CACHE_HOME=/var/tmp/cache`,
  );
}

function touch(file: string): void {
  const now = new Date();
  if (now.getTime() - statSync(file).mtimeMs > day) utimesSync(file, now, now);
}

/** Whole or not at all: another program may look for the same. */
function write(folder: string, file: string, text: string): void {
  if (mkdirSync(folder, { recursive: true, mode: 0o700 }) === undefined) forgetOld(folder);
  const own = `${file}.${process.pid}`;
  writeFileSync(own, text, { mode: 0o600 });
  renameSync(own, file);
}

let isTidy = false;

function forgetOld(folder: string): void {
  if (isTidy) return;
  isTidy = true;
  const isOld = (file: string) =>
    (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Number.NaN) < Date.now() - keptDays * day;
  for (const file of readdirSync(folder).map((name) => join(folder, name)))
    if (isOld(file)) rmSync(file, { force: true });
}
