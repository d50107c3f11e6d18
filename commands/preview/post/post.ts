import pRetry from "p-retry";
import { exitCodes, Failure } from "../../shared/failure";
import { Unanswered } from "./api";
import type { Forge } from "./forge";

/** How long a forge that does not answer is asked. */
export interface Patience {
  /** Attempts after the first. @default 5 */
  readonly retries?: number;
  /** Before the second attempt; before each further one it is twice as long. @default 2000 */
  readonly pauseMilliseconds?: number;
}

/** Longer than that no forge is waited for in one go. */
const longestPauseSeconds = 120;

export type Posted = "created" | "updated" | "unchanged";

/**
 * Puts a note below a merge request, in place of the one that an earlier pipeline has put there.
 * Each attempt looks anew: a note that was made although its answer got lost is found, and not made twice.
 * @throws Failure where the forge refuses, or does not answer in the end.
 */
export async function postNote(
  forge: Forge,
  marker: string,
  body: string,
  { retries = 5, pauseMilliseconds = 2_000 }: Patience = {},
): Promise<Posted> {
  try {
    return await pRetry(() => attempt(forge, marker, body), {
      retries,
      minTimeout: pauseMilliseconds,
      onFailedAttempt: ({ error }) =>
        error instanceof Unanswered && error.pauseSeconds !== undefined
          ? pause(Math.min(error.pauseSeconds, longestPauseSeconds))
          : undefined,
      shouldRetry: ({ error }) => error instanceof Unanswered,
    });
  } catch (error) {
    if (!(error instanceof Unanswered)) throw error;
    throw new Failure(
      `${error.message}, after ${retries + 1} attempts; the note is not posted, this job can be run again`,
      exitCodes.unanswered,
    );
  }
}

async function attempt(forge: Forge, marker: string, body: string): Promise<Posted> {
  const me = await forge.me();
  for await (const note of forge.notes()) {
    // Anyone can write the marker into a note.
    if (note.author !== me || !note.body.startsWith(marker)) continue;
    if (sameText(note.body, body)) return "unchanged";
    await forge.update(note.id, body);
    return "updated";
  }
  await forge.create(body);
  return "created";
}

/** A forge may keep a text with other ends of lines. */
const sameText = (a: string, b: string): boolean => normal(a) === normal(b);

const normal = (text: string): string => text.replaceAll("\r\n", "\n").trim();

const pause = (seconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
