import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { renderFarm } from "../../../../components/front/farm/config";
import {
  errorPageProblems,
  errorPagesSchema,
  pageFiles,
  withPages,
} from "../../../../components/front/farm/errorPages";
import { errorPages, pageText } from "../../../../components/front/farm/pages";
import { problemsOf } from "../../../../components/shared/problems";
import { removeFolder } from "../../../support/removeFolder";
import { farms } from "../../cases";

const folder = mkdtempSync(join(tmpdir(), "homeport-pages-"));
afterAll(() => removeFolder(folder));
const written = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

describe("files with pages are refused", () => {
  test.each<[string, string, string]>([
    [
      "that are missing",
      join(folder, "none.html"),
      "is not there; it is looked for from the directory of Pulumi.yaml",
    ],
    ["that are no files", folder, "is no file that can be read (EISDIR); name an HTML file"],
    ["that are empty", written("empty.html", ""), "is empty; leave it out"],
    [
      "that are too large",
      written("large.html", "x".repeat(24 * 1024 + 1)),
      "has 24577 bytes, at most 24576 are sent",
    ],
    ["in another encoding", written("latin.html", Buffer.from([0x3c, 0xe9])), "is not in UTF-8"],
    ["that would end their own file", written("end.html", "a\nHOMEPORT_LIST\nb"), "has a line HOMEPORT_LIST"],
  ])("%s", (_, file, message) => {
    expect(errorPageProblems({ 404: file })).toEqual([
      { path: ["errorPages", "404"], message: expect.stringContaining(message) },
    ]);
  });

  test("of a status that the farm never says, and where there is none", () => {
    expect(problemsOf(errorPagesSchema, { 200: "a.html" })[0]?.message).toContain(
      "the farm never says this status by itself",
    );
    expect(problemsOf(errorPagesSchema, {})[0]?.message).toContain("it has no page");
    expect(problemsOf(errorPagesSchema, { 404: 5 })[0]?.message).toContain(
      "5 is not the path of an HTML file",
    );
    expect(problemsOf(errorPagesSchema, { 404: "a.html" })).toEqual([]);
  });

  test("but not those that will do", () => {
    expect(errorPageProblems({ 404: written("good.html", "é".repeat(12 * 1024)) })).toEqual([]);
  });
});

test("every page of the farm's own can be another one, where visitors see that status", () => {
  const pages = { 400: "a", 503: "b" };
  const [bad, unavailable] = pageFiles(pages);
  for (const page of errorPages) {
    const text = withPages(`http-error ${pageText(page)}`, pages);
    const path =
      page.status === 400 ? bad?.path : [502, 503].includes(page.status) ? unavailable?.path : undefined;
    expect([page.status, text.includes(" file ")]).toEqual([page.status, path !== undefined]);
    if (path)
      expect(text).toContain(`status ${page.status} content-type "text/html; charset=utf-8" file ${path}`);
  }
  expect(withPages(`x ${pageText(errorPages.at(-2) as (typeof errorPages)[number])} if y`, pages)).toMatch(
    / hdr Retry-After 60 if y$/,
  );
});

test("another text is another configuration: HAProxy reads pages at a reload alone", () => {
  const shape = (page: string) =>
    renderFarm({ ...farms["one-router"], errorPages: { 404: page } }).text.replace(
      /(live\/[^ )]*)-[0-9a-f]{12}/g,
      "$1",
    );
  expect(shape("a")).not.toBe(shape("b"));
});
