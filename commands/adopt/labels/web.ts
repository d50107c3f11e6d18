import type { Notes, Spot } from "../notes";

/** How visitors reach a container, as labels or a virtual host say it. */
export interface Web {
  readonly at: Spot;
  /** What a label calls it. */
  readonly name?: string;
  readonly domains: readonly string[];
  /** @default it is not said; the container's only one */
  readonly port?: string;
  readonly pathPrefix?: string;
  readonly stripPrefix?: boolean;
  readonly allow?: readonly string[];
  /** Hash by user; each stands for a setting. */
  readonly users?: Readonly<Record<string, string>>;
  readonly protocol?: "https" | "h2c";
  readonly stickySessions?: boolean;
  /** A path by which the container was asked whether it is well. */
  readonly askedAt?: string;
}

/** What of a container's labels there is to say. */
export interface LabelsRead {
  readonly webs: readonly Web[];
  /** Keys that were understood: about the others something has to be said. */
  readonly read: ReadonlySet<string>;
}

/** A label: its text, and its line. */
export interface Label {
  readonly text: string;
  readonly at: Spot;
}

export type Labels = ReadonlyMap<string, Label>;

/** What labels are read with. */
export interface LabelContext {
  /** The container's name, for messages. */
  readonly name: string;
  readonly notes: Notes;
  /** Makes a hash a setting. @returns what stands for it */
  readonly hash: (user: string, hash: string, at: Spot) => string;
}

/** Splits a list as Traefik does. */
export const commaList = (text: string): string[] =>
  text
    .split(",")
    .map((one) => one.trim())
    .filter(Boolean);

/** A user with a hash, as in a file for basic authentication. */
export function usersOf(
  text: string,
  at: Spot,
  { name, notes, hash }: LabelContext,
): Record<string, string> | undefined {
  const users: Record<string, string> = {};
  for (const one of commaList(text)) {
    const colon = one.indexOf(":");
    const [user, hashed] = [one.slice(0, colon), one.slice(colon + 1)];
    // What stands for a setting cannot be looked into.
    if (colon > 0 && (/^\$2[aby]\$/.test(hashed) || hashed.includes("\uE000")))
      users[user] = hash(user, hashed, at);
    else {
      notes.add(
        "lost",
        at,
        `${name}: visitors were asked for a password, and the hash of ${colon > 0 ? user : "one user"} is not bcrypt; make one with \`htpasswd -nB ${colon > 0 ? user : "USER"}\` and write it as \`users\``,
      );
      return undefined;
    }
  }
  return users;
}
