import { expect, test } from "vitest";
import {
  renderSshAnyKind,
  renderSshKeysOnly,
  renderSshLimits,
} from "../../../../components/hosts/hostSetup/sshd";
import { expectGolden } from "../../golden";
import { complaints } from "./shell";

test.each([
  ["sshd-limits", renderSshLimits("apps")],
  ["sshd-keys", renderSshKeysOnly("apps")],
  ["sshd-any", renderSshAnyKind("apps")],
])("the script %s is to the letter what was agreed to, and a shell reads it", (name, script) => {
  expectGolden(`hostSetup/${name}.sh`, script);
  expect(complaints(script)).toBe("");
});
