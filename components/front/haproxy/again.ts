import { lostRules } from "./routerSays";
import { section } from "./text";

/**
 * How a request that has lost its router asks once more. On the connection on which it was lost, HAProxy would have the visitor
 * send it again, whatever comes of further tries; on one of its own to HAProxy itself, it gets the answer or the page.
 */

/** Name of the server by which a section asks once more; no router can have it. */
const againServer = "once_more";

const socketOf = (router: string): string => `abns@again-${router}`;

/** Whether a section or a server of the statistics is only another way to a router that is there already. */
export const isAgain = ({ section: name, server }: { section: string; server: string }): boolean =>
  name.startsWith("again_") || server === againServer;

/** The lines of a section by which a router is asked first, and once more where it could not be, or went away. */
export const askedOnceMore = (router: string): string[] => [
  `use-server ${router} if TRUE`,
  `server ${againServer} ${socketOf(router)} send-proxy-v2 pool-max-conn 0`,
];

/** What asking once more depends on. */
export interface Again {
  readonly router: string;
  /** Connections at once. */
  readonly connections: number;
  /** Of the section that has sent the request here. */
  readonly rules: readonly string[];
  /** The line of its server. */
  readonly server: string;
}

/** Renders the section in which a request asks once more: at once, and after a second. */
export const againSection = ({ router, connections, rules, server }: Again): string =>
  section(
    `listen again_${router}`,
    "# On a connection that nothing was lost on: what comes of it is told.",
    `bind ${socketOf(router)} accept-proxy`,
    `maxconn ${connections}`,
    "http-request set-log-level silent",
    "option http-server-close",
    "retry-on conn-failure",
    "retries 1",
    rules,
    lostRules,
    server,
  );
