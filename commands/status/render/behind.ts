import type { BehindFacts } from "../facts";
import { renderPinned } from "./image";
import type { Look } from "./look";
import { renderColumns } from "./table";

/** What one environment runs and another does not yet. */
export function renderBehind({ from, to, images, settings }: BehindFacts, look: Look): string {
  if (images.length === 0 && settings.length === 0)
    return `${look.paint("bold", to)} runs what ${from} runs.\n`;
  const rows = [
    ...images.map(({ containers, from: ahead, to: now }) => [
      "",
      containers.join(", "),
      now === undefined ? "nothing" : renderPinned(now),
      ahead === undefined ? "nothing" : renderPinned(ahead),
    ]),
    ...settings.map((key) => ["", key, "another value, or none", ""]),
  ];
  return [
    `${look.paint("bold", to)} is behind ${from}; ${look.paint("cyan", `homeport promote --from ${from} --to ${to} --show`)}\n`,
    renderColumns({
      head: ["", "", `${to} RUNS`, `${from} RUNS`].map((one) => look.paint("dim", one)),
      rows,
      width: look.columns,
      giving: [
        { column: 1, least: 20 },
        { column: 2, least: 20 },
        { column: 3, least: 20 },
      ],
      wraps: true,
    }),
  ].join("");
}
