/** A note below a merge request. */
export interface Note {
  readonly id: number;
  readonly body: string;
  readonly author: string;
}

/** The notes of one merge request, wherever it is. */
export interface Forge {
  readonly name: string;
  /** Characters that a note may have. */
  readonly limit: number;
  /** By which author own notes are known. */
  me(): Promise<string>;
  notes(): AsyncIterable<Note>;
  create(body: string): Promise<unknown>;
  update(id: number, body: string): Promise<unknown>;
}
