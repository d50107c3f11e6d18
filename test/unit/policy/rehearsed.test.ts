import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readRehearsal } from "../../../policy/rehearsal";
import { lacking, rehearsed } from "../../../policy/rules/rehearsed";
import { removeFolder } from "../../support/removeFolder";
import { judgeStack, resource } from "./judge";

const now = Date.parse("2026-11-28T12:00:00Z");
const last = { from: "prod", at: "2026-11-01T12:00:00Z", ok: true };
const said = (one: typeof last | undefined, maxDays = 30) =>
  lacking("prod", one, { maxDays, report: "rehearsal.json", now })
    .map(({ message }) => message)
    .join();

test("a rehearsal that held, and is new enough, is one", () => {
  expect(said(last)).toBe("");
  expect(said(last, 26)).toContain("27 days ago; expected is at most 26 days");
  expect(said({ ...last, ok: false })).toContain("on 2026-11-01, failed");
  expect(said({ ...last, from: "staging" })).toContain("tells of no rehearsal of the backups of prod");
  expect(said(undefined)).toContain("homeport rehearse --from prod --to");
});

test("is asked of those alone whom the configuration names, and that have backups", () => {
  const backups = resource("homeport:index:Backups", {}, { name: "backups" });
  expect(judgeStack(rehearsed, [backups])).toEqual([]);
  expect(judgeStack(rehearsed, [], { environments: ["*"] })).toEqual([]);
  expect(judgeStack(rehearsed, [backups], { environments: ["*"] })).toHaveLength(1);
});

test("what was seen is read where the project is, and what is none counts for none", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-rehearsed-"));
  onTestFinished(() => removeFolder(folder));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
  const read = (text?: string) => {
    if (text !== undefined) writeFileSync(join(folder, "rehearsal.json"), text);
    return readRehearsal("shop", "rehearsal.json", [folder]);
  };
  expect(read()).toBeUndefined();
  expect(read(JSON.stringify({ ...last, parts: [] }))).toEqual(last);
  for (const wrong of ["", "null", "{}", JSON.stringify({ ...last, at: "soon" })])
    expect(read(wrong)).toBeUndefined();
});
