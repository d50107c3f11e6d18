/** Where something is written. */
export interface Spot {
  /** As it was named, or found. */
  readonly file: string;
  readonly line: number;
}

/**
 * What became of something: it is done in another way, was not needed, cannot be had and was not unimportant, or only a
 * person knows it.
 */
export type Kind = "changed" | "leftOut" | "lost" | "decide";

export interface Note {
  readonly kind: Kind;
  readonly at: Spot;
  readonly text: string;
}

/** Everything that is not as it was, in the order in which it was found; the same is told once. */
export class Notes {
  readonly #all = new Map<string, Note>();

  add(kind: Kind, at: Spot, text: string): void {
    this.#all.set(`${kind} ${shownSpot(at)} ${text}`, { kind, at, text });
  }

  of(kind: Kind): readonly Note[] {
    return [...this.#all.values()].filter((note) => note.kind === kind);
  }
}

export const shownSpot = ({ file, line }: Spot): string => `${file}:${line}`;
