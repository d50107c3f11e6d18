import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterAll, expect, test, vi } from "vitest";
import { renderFeed } from "../../../components/monitor/page/feed";
import { readIncidents } from "../../../components/monitor/page/incidents";
import { makeLoop } from "../../../components/monitor/page/make";
import { serveScript } from "../../../components/monitor/page/serve";
import { renderStatusPage } from "../../../components/monitor/page/statusPage";
import { style } from "../../../components/monitor/page/style";
import { removeFolder } from "../../support/removeFolder";
import { expectGolden } from "../golden";
import { pageOfEverything, shown, words } from "./shownPages";

const status = renderStatusPage(words, shown);
const pages = [
  { name: "watch", feed: false },
  { name: "status", feed: true },
];

test.each([
  ["watch.html", pageOfEverything],
  ["status.html", status],
  ["feed.atom", renderFeed(words, "status.example.org")],
  ["feed-empty.atom", renderFeed({ ...words, incidents: [] }, "status.example.org")],
  ["serve.sh", serveScript],
  ["make.sh", makeLoop(pages, "feed.atom", 60)],
])("%s", (file, text) => expectGolden(`monitor/page/${file}`, text));

test("what a person says is neither markup nor an action", () => {
  expect(status).toContain("Slow since the &#123;&#123; move &#125;&#125;");
  expect(status).toContain("The blog was &#60;away&#62;");
});

test.each([
  ["everything", pageOfEverything],
  ["status", status],
])("the page with %s has no script, nothing from elsewhere, and headings in their order", (_, page) => {
  expect(page).not.toMatch(/<script|javascript:|\son\w+=|(?:src|href)="(?!feed\.atom)/);
  const levels = [...page.matchAll(/<h(\d)/g)].map(([, level]) => Number(level));
  expect(levels.filter((one) => one === 1)).toHaveLength(1);
  expect(levels.every((one, at) => at === 0 || one <= (levels[at - 1] ?? 0) + 1)).toBe(true);
  for (const [drawing = ""] of page.matchAll(/<svg[^>]*>/g)) expect(drawing).toMatch(/aria-label="[^"]+"/);
});

/** As WCAG 2 has it. */
function luminance(colour: string): number {
  const long = colour.length === 4 ? colour.replace(/[^#]/g, "$&$&") : colour;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(long.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test("words stand out from what is behind them, in light and in dark", () => {
  const palettes = [...style.matchAll(/:root\{([^}]*--back[^}]*)\}/g)].map(([, text = ""]) =>
    Object.fromEntries([...text.matchAll(/--(\w+):(#\w+)/g)].map(([, name, colour]) => [name, colour])),
  );
  expect(palettes).toHaveLength(2);
  for (const palette of palettes)
    for (const name of ["text", "soft", "good", "bad"]) {
      const [light = 0, dark = 0] = [palette[name], palette.back]
        .map((one) => luminance(one as string))
        .sort((one, other) => other - one);
      expect((light + 0.05) / (dark + 0.05), name).toBeGreaterThan(4.5);
    }
});

const folder = mkdtempSync(join(tmpdir(), "homeport-incidents-"));
afterAll(() => removeFolder(folder));

function read(text: string) {
  vi.spyOn(pulumi, "getRootDirectory").mockReturnValue(folder);
  writeFileSync(join(folder, "incidents.yml"), text);
  return readIncidents("incidents.yml", ["Our blog"]);
}

test("incidents are read newest first, and in UTC", () => {
  expect(
    read(`
- { title: One, begun: 2026-11-20T08:15:00Z, over: 2026-11-20T10:40:00+01:00, about: [Our blog], text: Away. }
- { title: Two, begun: 2026-11-21T08:15:00Z, text: Away again. }
`),
  ).toEqual({
    incidents: [
      { title: "Two", begun: "2026-11-21T08:15:00Z", about: [], text: "Away again." },
      {
        title: "One",
        begun: "2026-11-20T08:15:00Z",
        over: "2026-11-20T09:40:00Z",
        about: ["Our blog"],
        text: "Away.",
      },
    ],
  });
  expect(read("")).toEqual({ incidents: [] });
});

const good = "title: One, begun: 2026-11-20T08:15:00Z, text: Away.";
test.each([
  ["title: One", "", "a list of incidents"],
  ["- { title: One, begun: yesterday, text: Away. }", "0.begun", '"yesterday" is not a moment'],
  ["- { begun: 2026-11-20T08:15:00Z, text: Away. }", "0.title", "it is missing"],
  [`- { ${good}, since: 1 }`, "0.since", "there is no such"],
  [`- { ${good}, over: 2026-11-20T07:15:00Z }`, "0.over", "before the incident has begun"],
  [`- { ${good} }\n- { ${good} }`, "", "two incidents began at 2026-11-20T08:15:00Z"],
  [`- { ${good}, about: [Wiki] }`, "", '"Wiki" is none of the services'],
  ["- {", "", "cannot be read"],
])("%s is refused, with its place in the file", (text, path, said) => {
  const told = read(text);
  const [problem] = "problems" in told ? told.problems : [];
  expect(problem?.path.join(".")).toBe(path);
  expect(problem?.message).toContain(said);
  expect(problem?.message).toContain("incidents.yml");
});
