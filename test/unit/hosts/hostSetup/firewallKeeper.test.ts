import { spawnSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keeperText, unit, unitText } from "../../../../components/hosts/hostSetup/firewallKeeper";
import { removeFolder } from "../../../support/removeFolder";
import { expectGolden } from "../../golden";
import { complaints } from "./shell";

test("the unit that keeps a firewall is to the letter what was agreed to: before the network, after who empties the tables", () => {
  expectGolden("hostSetup/firewall.service", `${unitText}\n`);
  expect(unitText).toMatch(/^Before=network-pre\.target /m);
  expect(unitText).toMatch(/^After=nftables\.service /m);
});

test("what it runs is to the letter what was agreed to, and a shell reads it", () => {
  expectGolden("hostSetup/firewall-keeper.sh", `${keeperText}\n`);
  expect(complaints(keeperText)).toBe("");
});

const verify = (file: string) =>
  spawnSync("systemd-analyze", ["verify", "--man=no", file], { encoding: "utf8" });
const lacks = verify("/").error ? " (skipped: this machine has no systemd-analyze)" : "";

test.skipIf(lacks)(`systemd takes the unit${lacks}`, () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-unit-"));
  const file = join(folder, unit);
  writeFileSync(file, `${unitText}\n`);
  const { status, stderr } = verify(file);
  removeFolder(folder);
  // What other units of this machine lack is told, too.
  expect({ status, own: stderr.includes(unit) }, stderr).toEqual({ status: 0, own: false });
});
