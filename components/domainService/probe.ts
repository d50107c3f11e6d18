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

/** How a container is asked whether it can serve. */
export type Probe = HttpProbe | { readonly kind: "tcp" };

/** Which answers are good, in words. */
export const goodAnswer = ({ status }: HttpProbe): string =>
  status === undefined ? "a status from 200 to 399" : `the status ${status}`;
