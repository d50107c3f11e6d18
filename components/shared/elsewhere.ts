/** What is said of an address that leads a container to itself. */
export const notOf = (container: string): string =>
  `of another machine (localhost is ${container} own container)`;

const user = "(?:[^\\s/?#@]*@)?";
const names = "(?:[\\w-]+\\.)*localhost\\.?";
const addresses =
  "127(?:\\.\\d{1,3}){1,3}|0\\.0\\.0\\.0|::1|\\[::1?\\]|\\[::ffff:(?:127\\.[\\d.]+|7f[\\da-f]{2}:[\\da-f]{1,4})\\]";

/**
 * Regular expression: what follows is the address of somebody else, by itself or in a URL, and none at which a container
 * that asks would ask itself.
 */
export const elsewhere = `(?!${user}(?:${names}|${addresses})(?:[:/?#]|$))`;
