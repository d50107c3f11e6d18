import { type Finding, isWrong } from "../judge/finding";
import type { Look } from "./look";
import { renderNext } from "./next";
import { renderColumns } from "./table";

/** What a person has to know first, and what to type next. */
export function renderFindings(findings: readonly Finding[], look: Look): string {
  const wrong = findings.filter(isWrong);
  const notices = findings.filter((one) => !isWrong(one));
  const title =
    wrong.length === 0
      ? look.paint("green", "✓ All is well")
      : look.paint("red", `✗ ${wrong.length} thing${wrong.length === 1 ? " is" : "s are"} wrong`);
  return [
    `${look.paint("bold", title)}\n`,
    listOf(wrong, look),
    ...(notices.length > 0 ? [`\n${look.paint("yellow", "! Worth knowing")}\n`, listOf(notices, look)] : []),
  ].join("");
}

const listOf = (findings: readonly Finding[], look: Look): string =>
  renderColumns({
    rows: findings.map(({ stack = "", about, what }) => ["", stack, look.paint("bold", about), what]),
    below: findings.map(({ next }) => next.map((one) => renderNext(one, look))),
    width: look.columns,
    giving: [
      { column: 3, least: 24 },
      { column: 2, least: 12 },
    ],
    wraps: true,
  });
