/** A question by HTTP, and which answers to it are good. No redirection is followed: its status is the answer. */
export interface HttpProbe {
  readonly kind: "http";
  /** Path as the application sees it, with its query where it has one. */
  readonly path: string;
  /**
   * Name by which the application is asked, one that the service serves; with a port where the application has to
   * see one.
   * @default the first exact name in the order of the alphabet, else `probe` below the first wildcard
   */
  readonly host?: string;
  /**
   * The only status that is good, from 200 to 499; 401 where a whole application asks for a password.
   * @default each one from 200 to 399
   */
  readonly status?: number;
}

/** How a container is asked whether it can serve, by whoever speaks nothing but HTTP/1.1. */
export type PlainProbe = HttpProbe | { readonly kind: "tcp" };

/** How a container is asked whether it can serve. */
export type Probe = PlainProbe | { readonly kind: "grpc" };

/** Which answers are good, in words. */
export function goodAnswer(probe: Probe): string {
  switch (probe.kind) {
    case "http":
      return probe.status === undefined ? "a status from 200 to 399" : `the status ${probe.status}`;
    case "grpc":
      return "SERVING";
    case "tcp":
      return "an open port";
  }
}

/** The same of a status line, as a pattern of a shell. */
export const goodStatusLine = ({ status }: HttpProbe): string =>
  `HTTP/1.[01]\\ ${status ?? "[23][0-9][0-9]"}*`;

/** What stands before a question mark. */
export const pathOf = ({ path }: Pick<HttpProbe, "path">): string => path.replace(/\?.*/s, "");

/** What stands behind a question mark, with it. */
export const queryOf = (probe: Probe): string =>
  probe.kind === "http" ? probe.path.slice(pathOf(probe).length) : "";
