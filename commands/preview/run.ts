import { npx } from "../../components/shared/npx";
import { type ExitCode, exitCodes } from "../shared/failure";
import { readFile } from "../shared/file";
import { type GuardRails, guardRailsFile, noGuardRails, readGuardRails } from "../shared/guardRails";
import type { Surroundings, Variables } from "../shared/surroundings";
import type { ForgeName } from "./forges";
import { reviewOf } from "./model/review";
import type { Forge } from "./post/forge";
import { github } from "./post/github";
import { gitlab } from "./post/gitlab";
import { postNote } from "./post/post";
import { type Digest, readDigest } from "./read/digest";
import { readNewestSets } from "./read/newestSets";
import { checkProject } from "./read/project";
import { readRehearsed } from "./read/rehearsal";
import { markerOf, renderNote } from "./render/note";

/** What the command is asked for. */
export interface Options {
  /** Files with previews, `-` for the standard input. */
  readonly files: readonly string[];
  /** File with the configuration of the guard rails. @default the folder's guard-rails.json, where there is one */
  readonly guardRails?: string;
  readonly title?: string;
  readonly skipped: readonly string[];
  readonly post?: ForgeName;
}

/** Writes the note, and posts it. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { folder, variables, now, out, err, terminal, pauseMilliseconds } = surroundings;
  const { files, skipped, title, post } = options;
  // Before anything is read: a variable that is missing is soon said.
  const forge = post && forgeOf(post, variables);
  const digests = files.map((file) =>
    readDigest(file, readFile(surroundings, file, npx("homeport preview prod.json"))),
  );
  checkProject(folder, files, digests);
  for (const digest of digests) tellErrors(digest, err);
  const guardRails = guardRailsOf(surroundings, options.guardRails);
  const newest = readNewestSets(
    surroundings,
    digests.map(({ stack }) => stack),
  );
  const rehearsed = readRehearsed(surroundings);
  const review = reviewOf(digests, { guardRails, skipped, now, rehearsed, newest });
  const look = { title, log: logOf(variables) };
  out(renderNote(review, look));
  if (!forge) return exitCodes.done;
  terminal.progress(`posting the note on ${forge.name} …`);
  const note = renderNote(review, { ...look, limit: forge.limit });
  const posted = await postNote(forge, markerOf(review.project, title), note, { pauseMilliseconds });
  terminal.progress();
  err(`homeport preview: the note on ${forge.name} is ${posted}\n`);
  return exitCodes.done;
}

function forgeOf(name: ForgeName, variables: Variables): Forge {
  return name === "gitlab" ? gitlab(variables) : github(name, variables);
}

function guardRailsOf(surroundings: Surroundings, named: string | undefined): GuardRails {
  const file = guardRailsFile(surroundings, named);
  return file ? readGuardRails(file.name, file.text) : noGuardRails;
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
