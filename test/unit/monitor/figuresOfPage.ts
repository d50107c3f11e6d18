import { pageOfEverything } from "./shownPages";

/** Names of figures that the page with everything asks for. */
export const figuresOfPage = (): string[] =>
  [
    ...new Set(
      pageOfEverything.match(
        /\b(?:homeport|node|probe|haproxy|traefik|prometheus|alertmanager)_[a-z_]+(?=[{[) ]|\\?")/g,
      ),
    ),
  ].sort();
