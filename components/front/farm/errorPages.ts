import { readFileSync } from "node:fs";
import { z } from "zod";
import { pathOf } from "../../containers/environmentFiles";
import { expecting, shown } from "../../shared/expecting";
import { byCode } from "../../shared/order";
import type { Problem } from "../../shared/problems";
import { revisionOf } from "../../shared/revision";
import { type LiveFile, listEnd, liveDirectory } from "../haproxy/live";

/** A status that a farm says by itself, and may have another page for. */
export type OwnStatus =
  | "400"
  | "404"
  | "408"
  | "411"
  | "413"
  | "414"
  | "421"
  | "429"
  | "500"
  | "502"
  | "503"
  | "504";

const statuses: readonly OwnStatus[] = [
  "400",
  "404",
  "408",
  "411",
  "413",
  "414",
  "421",
  "429",
  "500",
  "502",
  "503",
  "504",
];

/** Bytes of a page: with its headers it has to fit into a buffer of HAProxy's. */
const largest = 24 * 1024;

const file = expecting("the path of an HTML file, from the directory of Pulumi.yaml", "pages/404.html");
const group = expecting("a group with a file for each status", '{ "404": "pages/404.html" }');

/** Files with pages, by status. */
export const errorPagesSchema = z
  .record(z.string(), z.string(file).min(1, file), group)
  .superRefine((all, context) => {
    const names = Object.keys(all);
    if (names.length === 0)
      context.addIssue({ code: "custom", message: "it has no page; name a file, or leave errorPages out" });
    for (const name of names.filter((one) => !(statuses as readonly string[]).includes(one)))
      context.addIssue({
        code: "custom",
        path: [name],
        message: `the farm never says this status by itself; choose one of ${statuses.join(", ")}`,
      });
  });

/** What is wrong with the files themselves. */
export const errorPageProblems = (pages: Readonly<Record<string, string>>): Problem[] =>
  Object.entries(pages).flatMap(([status, path]) => {
    const message = problemOf(path);
    return message === undefined
      ? []
      : [{ path: ["errorPages", status], message: `${shown(path)} ${message}` }];
  });

function problemOf(path: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(pathOf(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === "ENOENT"
      ? "is not there; it is looked for from the directory of Pulumi.yaml"
      : `is no file that can be read (${code}); name an HTML file; example: pages/404.html`;
  }
  if (bytes.length === 0) return "is empty; leave it out for Homeport's own page";
  if (bytes.length > largest)
    return `has ${bytes.length} bytes, at most ${largest} are sent; pictures and scripts cannot come from the farm, leave them out`;
  if (!Buffer.from(bytes.toString()).equals(bytes)) return "is not in UTF-8; write it anew so";
  return bytes.toString().split("\n").includes(listEnd)
    ? `has a line ${listEnd}, with which it would end; leave that out`
    : undefined;
}

/** Reads the pages. */
export const readErrorPages = (
  pages: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(pages).map(([status, path]) => [status, readFileSync(pathOf(path), "utf8")]),
  );

/** A page as HAProxy reads it. Another text has another name, so that HAProxy is told to read it. */
const fileOf = (status: string, text: string): LiveFile => ({
  path: `${liveDirectory}/${status}.${revisionOf(text)}.html`,
  text: text.endsWith("\n") ? text : `${text}\n`,
});

/** The same for all statuses. Visitors get 503 where HAProxy has said 502. */
export const pageFiles = (pages: Readonly<Record<string, string>>): LiveFile[] =>
  Object.entries(pages)
    .sort(([a], [b]) => byCode(a, b))
    .map(([status, text]) => fileOf(status, text));

const ownPage = /status (\d{3}) content-type "text\/html; charset=utf-8" string '[^']*'/g;

/** Puts the pages in the place of Homeport's own, wherever these are in a configuration. */
export const withPages = (section: string, pages: Readonly<Record<string, string>>): string =>
  section.replace(ownPage, (whole, status: string) => {
    const text = pages[status] ?? (status === "502" ? pages["503"] : undefined);
    const from = pages[status] === undefined ? "503" : status;
    return text === undefined
      ? whole
      : `status ${status} content-type "text/html; charset=utf-8" file ${fileOf(from, text).path}`;
  });
