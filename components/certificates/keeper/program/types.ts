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
  /** End of its validity, in seconds since 1970. */
  readonly until: number;
}

/** How things stand with the certificate of a domain. */
export interface Standing {
  readonly domain: string;
  /** End of the validity of what HAProxy shows, in seconds since 1970; nothing where it shows none. */
  readonly until?: number;
  /** Why the directory has no certificate for it. */
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
