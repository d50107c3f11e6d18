/** What came of reading a file: its text, or the system's code for why there is none. */
export type Read = { readonly text: string } | { readonly error: string };

/** The two files of one certificate. */
export interface PairFiles {
  /** Name of the directory that holds them. */
  readonly name: string;
  /** Where a person finds that directory. */
  readonly path: string;
  readonly chain: Read;
  readonly key: Read;
}

/** A certificate with its key, and what can be said of it once and for all. */
export interface Pair {
  readonly name: string;
  readonly path: string;
  /** The certificate and, below it, those of who issued it, as PEM. */
  readonly chain: string;
  /** Secret. */
  readonly key: string;
  /** Names that it is for, in lower case. */
  readonly names: readonly string[];
  /** Seconds since 1970. */
  readonly from: number;
  /** Seconds since 1970. */
  readonly until: number;
  /** What is wrong with it at any time, and the way out. */
  readonly fault?: string;
  /** Whether whoever reads is not allowed to: then nothing can be said of it. */
  readonly hidden: boolean;
}

/** A directory of certificates. */
export interface Source {
  /** Where a person finds the pairs. */
  readonly path: string;
  readonly pairs: readonly Pair[];
  /** The system's code for why there are no pairs. */
  readonly error?: string;
}

/** Which certificate a domain gets: the one to show, or why there is none. */
export type Choice = { readonly pair: Pair } | { readonly problem: string };
