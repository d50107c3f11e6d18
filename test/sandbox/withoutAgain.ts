/** A farm's configuration without the sections that ask a router once more: their servers follow those of the router. */
export const withoutAgain = (config: string): string =>
  config.replaceAll(/^listen again_.*\n(?: .*\n)*/gm, "");
