import { npx } from "../../../components/shared/npx";
import type { BehindFacts } from "../facts/home";
import { renderPinned, renderPinnedShort } from "./image";
import type { Look } from "./look";
import { renderNext } from "./next";
import { naturalWidth, renderColumns } from "./table";

/** What one environment runs and another does not yet. */
export function renderBehind(facts: BehindFacts, look: Look): string {
  const { from, to, images, settings } = facts;
  if (images.length === 0 && settings.length === 0)
    return `${look.paint("bold", to)} runs what ${from} runs.\n`;
  const whole = rowsOf(facts, renderPinned);
  return [
    `${look.paint("bold", to)} is behind ${from}\n`,
    `${renderNext(npx(`homeport promote --from ${from} --to ${to} --show`), look)}\n`,
    renderColumns({
      head: ["", "", `${to} RUNS`, `${from} RUNS`].map((one) => look.paint("dim", one)),
      rows: naturalWidth(whole) <= look.columns ? whole : rowsOf(facts, renderPinnedShort),
      width: look.columns,
      giving: [2, 3, 1].map((column) => ({ column, least: 16 })),
      wraps: true,
    }),
  ].join("");
}

const rowsOf = ({ images, settings }: BehindFacts, tell: typeof renderPinned): string[][] => [
  ...images.map(({ containers, from: ahead, to: now }) => [
    "",
    containers.join(", "),
    now === undefined ? "nothing" : tell(now),
    ahead === undefined ? "nothing" : tell(ahead),
  ]),
  // What they say may be a secret.
  ...settings.map(({ key, from: ahead, to: now }) => [
    ...["", key],
    now ? (ahead ? "another value" : "a value") : "not set",
    ahead ? "a value" : "not set",
  ]),
];
