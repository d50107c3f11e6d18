import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderTrialProgram } from "../../components/hosts/libvirt/trial";
import { run } from "../images/run";
import { removeFolder } from "../support/removeFolder";
import { vm } from "./floor";

vm("the program that KVM is tried with", () => {
  test("ends by itself where a processor runs it, here an emulated one", async () => {
    const folder = mkdtempSync(join(tmpdir(), "homeport-trial-"));
    const trial = join(folder, "trial");
    await run("sh", ["-euc", `trial=${trial}\n${renderTrialProgram()}`]);
    const words = `-machine pc,accel=tcg -m 16 -nodefaults -display none -no-reboot -bios ${trial}`.split(
      " ",
    );
    expect(await run("timeout", ["60", "qemu-system-x86_64", ...words])).toBe("");
    removeFolder(folder);
  });
});
