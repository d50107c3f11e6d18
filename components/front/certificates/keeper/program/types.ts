/** What the keeper's program is told when it starts; nothing of it is secret. */
export interface KeeperConfig {
  /** Directory of certificates in certbot's layout. */
  readonly directory: string;
  /** Where a person finds that directory. */
  readonly shown: string;
  /** Directory that the farm's HAProxy reads. */
  readonly certificates: string;
  /** Directory that belongs to the user whom HAProxy runs as. */
  readonly farm: string;
  /** Line of HAProxy's list for each domain. */
  readonly lines: Readonly<Record<string, string>>;
  /** Seconds from one look to the next. */
  readonly everySeconds: number;
  readonly port: number;
  /** Addresses that are answered, beside the container's own. */
  readonly visitors: readonly string[];
}

/** What is remembered of a certificate that is in place: its file can be read by HAProxy alone. */
export interface Kept {
  /** Fingerprint of the file's text. */
  readonly print: string;
}

/** What the farm's HAProxy says; by the name of each domain's file, without its ending. */
export interface Verdicts {
  /** Changes with HAProxy's version and with the settings by which it judges. */
  readonly basis: string;
  /** The list that it has looked at. */
  readonly offered: string;
  /** Fingerprints of what is in place. */
  readonly taken: ReadonlyMap<string, string>;
  readonly refused: ReadonlyMap<string, { readonly print: string; readonly reason: string }>;
  /** Fingerprints of what its running process has. */
  readonly loaded: ReadonlyMap<string, string>;
}

/** What came of a look. */
export interface Look {
  readonly standings: readonly Standing[];
  /** Whether the farm has not judged yet what it was offered. */
  readonly pending: boolean;
}

/** How things stand with the certificate of a domain. */
export interface Standing {
  readonly domain: string;
  /** End of the validity of what HAProxy has loaded, in seconds since 1970; nothing where it has none. */
  readonly until?: number;
  /** Why nothing in the directory can be shown for it. */
  readonly problem?: string;
  readonly issue?: IssueStatus;
}

/** What the issuer last met with. */
export interface IssueStatus {
  readonly domain: string;
  readonly failures: number;
  /** Seconds since 1970. */
  readonly nextTry: number;
  /** One line. */
  readonly error: string;
}

/** Tells of something that happened, as one line of the log. */
export type Tell = (event: string, about: Readonly<Record<string, unknown>>) => void;
