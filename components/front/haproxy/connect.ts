/** How long a connection to a router may take, with its handshake, in milliseconds: two tries take less than 3 s. */
export const connectAtMost = 1200;

/**
 * Of a server that visitors cannot get a connection to: two of them have it taken for gone, before its checks find out. A
 * container that was killed leaves an address at which nobody answers, not even that nobody is there.
 */
export const lostConnections = "observe layer4 error-limit 2 on-error mark-down";
