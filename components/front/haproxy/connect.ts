/** How long a connection to a router may take, with its handshake, in milliseconds: two tries take less than 3 s. */
export const connectAtMost = 1200;

/**
 * Rules by which a visitor who only reads is answered though a router or a gate is gone under the request, and is not told to
 * ask once more. What may change something is never sent twice.
 */
export const readAgain: readonly string[] = [
  "# A connection that could not be opened is tried again, and what only reads and has no answer yet.",
  "retry-on conn-failure empty-response",
  "http-request disable-l7-retry unless METH_GET",
];

/**
 * Of a server that visitors cannot get a connection to: two of them have it taken for gone, before its checks find out. A
 * container that was killed leaves an address at which nobody answers, not even that nobody is there.
 */
export const lostConnections = "observe layer4 error-limit 2 on-error mark-down";
