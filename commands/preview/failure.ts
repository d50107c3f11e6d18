/** How the command ends, for a pipeline that wants to know why. */
export const exitCodes = { done: 0, unusable: 2, refused: 3, unanswered: 4 } as const;

/** An end that a person is told of in a sentence, without a stack trace. */
export class Failure extends Error {
  constructor(
    message: string,
    readonly code: number = exitCodes.unusable,
  ) {
    super(message);
  }
}
