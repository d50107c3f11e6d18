/** How every command ends, for a pipeline that wants to know why. */
export const exitCodes = {
  done: 0,
  amiss: 1,
  unusable: 2,
  refused: 3,
  unfinished: 3,
  unanswered: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each end means, in the words of the docs and of `--help`. */
export const meanings: Readonly<Record<ExitCode, string>> = {
  [exitCodes.done]: "done, and all is well",
  [exitCodes.amiss]: "done, and something is not well: a service is not served, something is left",
  [exitCodes.unusable]:
    "it cannot be told or done: an option, a file, the project, Pulumi or an engine is not as needed",
  [exitCodes.refused]: "it is not finished: another side refuses it, or it was cut off; run it again",
  [exitCodes.unanswered]: "another side does not answer",
};

/** An end that a person is told of in a sentence, without a stack trace. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly code: ExitCode = exitCodes.unusable,
  ) {
    super(message);
  }
}
