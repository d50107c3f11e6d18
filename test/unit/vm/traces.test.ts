import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { removeFolder } from "../../support/removeFolder";
import { found, foundOfLibvirt } from "../../vm/traces";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-traces-"));
});
afterEach(() => removeFolder(folder));

test("what libvirt makes when it has a first use for it is no trace of a VM; what is in there is", async () => {
  mkdirSync(join(folder, "networks"));
  const before = await foundOfLibvirt([folder]);
  mkdirSync(join(folder, "autostart"));
  expect(await foundOfLibvirt([folder])).toEqual(before);

  writeFileSync(join(folder, "autostart/prod-apps.xml"), "");
  expect(await foundOfLibvirt([folder])).toEqual([...before, join(folder, "autostart/prod-apps.xml")]);
});

test("in other folders an empty one is a trace", async () => {
  const before = await found([folder]);
  mkdirSync(join(folder, "vms"));
  expect(await found([folder])).toEqual([...before, join(folder, "vms")]);
});

test("folders that are not there are empty", async () => {
  expect(await found([join(folder, "nowhere")])).toEqual([]);
});
