import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { renderDomain } from "../../components/hosts/libvirt/domain";
import { run } from "../images/run";
import { removeFolder } from "../support/removeFolder";
import { machines } from "../unit/hosts/libvirt/machines";
import { vm } from "./floor";
import { virsh } from "./hypervisor";

/** Under a name of the tests' own: this machine may have a VM that goes by the golden one. */
const machineOf = (name: string) => ({
  ...machines[name as keyof typeof machines],
  name: `vmtest-${name}`,
  uuid: createHash("md5")
    .update(name)
    .digest("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-"),
});

/** The golden definitions, shown to libvirt itself. */
vm("the definition of a VM", () => {
  const folder = mkdtempSync(join(tmpdir(), "homeport-definition-"));
  afterAll(() => removeFolder(folder));

  const file = (name: string, type: "kvm" | "qemu") => {
    const path = join(folder, `${name}.xml`);
    writeFileSync(path, renderDomain(machineOf(name), type));
    return path;
  };

  test.each(Object.keys(machines).flatMap((name) => [[name, "kvm"] as const, [name, "qemu"] as const]))(
    "of %s, with %s, follows libvirt's schema",
    async (name, type) => {
      await run("virt-xml-validate", [file(name, type), "domain"]);
    },
  );

  test("would be refused with an element too many", async () => {
    const path = file("nat", "qemu");
    writeFileSync(path, readFileSync(path, "utf8").replace("<acpi/>", "<acpi/><apci/>"));
    await expect(run("virt-xml-validate", [path, "domain"])).rejects.toThrow("fails to validate");
  });

  test.each(Object.keys(machines))("of %s is taken, and gives a name up again", async (name) => {
    const { name: domain, uuid } = machineOf(name);
    await virsh("define", file(name, "qemu"));
    try {
      expect((await virsh("domuuid", domain)).trim()).toBe(uuid);
    } finally {
      await virsh("undefine", domain);
    }
  });
});
