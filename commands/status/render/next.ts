import type { Look } from "./look";

/** What to type next, in a line of its own: however narrow it is, nothing is put in between. */
export const renderNext = (command: string, { paint }: Pick<Look, "paint">): string =>
  `    ${paint("cyan", `→ ${command}`)}`;
