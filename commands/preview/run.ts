import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { SettingsError } from "../../components/settings/parse";
import { exitCodes, Failure } from "./failure";
import { reviewOf } from "./model/review";
import { type ForgeName, readOptions, usage } from "./options";
import type { Forge, Variables } from "./post/forge";
import { github } from "./post/github";
import { gitlab } from "./post/gitlab";
import { type Patience, postNote } from "./post/post";
import { type Digest, readDigest } from "./read/digest";
import { readFile } from "./read/file";
import { type GuardRails, noGuardRails, readGuardRails } from "./read/guardRails";
import { checkProject } from "./read/project";
import { markerOf, renderNote } from "./render/note";

/** Where the command reads and writes. */
export interface Surroundings {
  readonly words: readonly string[];
  readonly variables: Variables;
  /** Where files are, and perhaps the project. */
  readonly folder: string;
  readonly now: Date;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** @default several minutes */
  readonly patience?: Patience;
}

/** The command, from its arguments to its exit code. */
export async function run(surroundings: Surroundings): Promise<number> {
  const { err } = surroundings;
  try {
    await work(surroundings);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof Failure || error instanceof SettingsError)) throw error;
    err(`homeport-preview: ${error.message}\n`);
    return error instanceof Failure ? error.code : exitCodes.unusable;
  }
}

async function work({ words, variables, folder, now, out, err, patience }: Surroundings): Promise<void> {
  const options = readOptions(words);
  if (!options) return out(`${usage}\n`);
  const { files, skipped, title, post } = options;
  // Before anything is read: a variable that is missing is soon said.
  const forge = post && forgeOf(post, variables);
  const digests = files.map((file) => readDigest(file, readFile(folder, file, "homeport-preview prod.json")));
  checkProject(folder, files, digests);
  for (const digest of digests) tellErrors(digest, err);
  const guardRails = guardRailsIn(folder, options.guardRails);
  const review = reviewOf(digests, { guardRails, skipped, now });
  const look = { title, log: logOf(variables) };
  out(renderNote(review, look));
  if (!forge) return;
  const note = renderNote(review, { ...look, limit: forge.limit });
  const posted = await postNote(forge, markerOf(review.project, title), note, patience);
  err(`homeport-preview: the note on ${forge.name} is ${posted}\n`);
}

function forgeOf(name: ForgeName, variables: Variables): Forge {
  return name === "gitlab" ? gitlab(variables) : github(name, variables);
}

const usualGuardRails = "guard-rails.json";

function guardRailsIn(folder: string, named: string | undefined): GuardRails {
  if (named === undefined && !existsSync(resolve(folder, usualGuardRails))) return noGuardRails;
  const file = named ?? usualGuardRails;
  return readGuardRails(file, readFile(folder, file, `--guard-rails ${usualGuardRails}`));
}

/** With --json the engine's errors are in the file alone: they belong into the job's log, and never into the note. */
function tellErrors({ stack, diagnostics }: Digest, err: (text: string) => void): void {
  for (const { severity, message } of diagnostics)
    if (severity === "error") err(`${stack}: ${message.trimEnd()}\n`);
}

/** The page of the job that runs the command. */
function logOf({ CI_JOB_URL, GITHUB_SERVER_URL, GITHUB_REPOSITORY, GITHUB_RUN_ID }: Variables) {
  const page =
    CI_JOB_URL ??
    (GITHUB_RUN_ID && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}/actions/runs/${GITHUB_RUN_ID}`);
  return page && /^https?:\/\/[\w.:/-]+$/.test(page) ? page : undefined;
}
