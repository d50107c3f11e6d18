/** Whether a path is another one, or below it. */
export const isBelow = (path: string, above: string): boolean =>
  path === above || path.startsWith(`${above}/`);
