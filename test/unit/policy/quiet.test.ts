import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Alerts, readAlerts } from "../../../policy/alerts";
import { quiet, unquiet } from "../../../policy/rules/quiet";
import { removeFolder } from "../../support/removeFolder";
import { judgeStack } from "./judge";

const now = Date.parse("2026-11-28T12:00:00Z");
const last: Alerts = { stack: "staging", at: "2026-11-28T11:30:00Z", isQuiet: true, alerts: [], unknown: [] };
const said = (one: Alerts | undefined, maxMinutes = 60) =>
  unquiet("prod", one, { maxMinutes, report: "alerts.json", now })
    .map(({ message }) => message)
    .join();

test("an environment in which nothing is wrong, lately, is quiet", () => {
  expect(said(last)).toBe("");
  expect(said(last, 20)).toContain("staging was looked at 30 minutes ago; expected is at most 20 minutes");
  expect(said(undefined)).toContain("homeport alert --stack … --json > alerts.json");
  expect(said({ ...last, stack: "prod" })).toContain("tells of no other environment than prod");
});

test("what would wake somebody is named, and figures that nothing tells", () => {
  const alerts = [
    { weight: "page", what: "wiki: none of its containers runs" },
    { weight: "notice", what: "blog takes 4 s to answer" },
  ];
  expect(said({ ...last, isQuiet: false, alerts, unknown: ["node_time_seconds"] })).toMatch(
    /^staging is not quiet: wiki: none of its containers runs; nothing tells node_time_seconds, which a rule asks for; /,
  );
  expect(said({ ...last, isQuiet: false })).toContain("its monitor has just begun");
});

test("is asked of those alone whom the configuration names", () => {
  expect(judgeStack(quiet, [])).toEqual([]);
  expect(judgeStack(quiet, [], { environments: ["*"] })).toHaveLength(1);
});

test("what was seen is read where the project is, and what is none counts for none", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-quiet-"));
  onTestFinished(() => removeFolder(folder));
  writeFileSync(join(folder, "Pulumi.yaml"), "name: shop\n");
  const read = (text?: string) => {
    if (text !== undefined) writeFileSync(join(folder, "alerts.json"), text);
    return readAlerts("shop", "alerts.json", [folder]);
  };
  expect(read()).toBeUndefined();
  expect(read(JSON.stringify(last))).toEqual(last);
  for (const wrong of ["", "null", "[]", JSON.stringify({ ...last, at: "soon" })])
    expect(read(wrong)).toBeUndefined();
});
