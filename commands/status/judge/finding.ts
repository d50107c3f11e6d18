/** Something that a person should know first. */
export interface Finding {
  /** What is wrong makes the command end with 1; a notice does not. */
  readonly weight: "wrong" | "notice";
  /** @default it is of no environment in particular */
  readonly stack?: string;
  /** The service, host, domain or container that it is about. */
  readonly about: string;
  readonly what: string;
  /** What to type next, each a line that can be pasted: it mends this, or says more. */
  readonly next: readonly [string, ...string[]];
}

export const isWrong = ({ weight }: Finding): boolean => weight === "wrong";
