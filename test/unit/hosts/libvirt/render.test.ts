import { describe, expect, test } from "vitest";
import { bootTitles, renderBoot } from "../../../../components/hosts/libvirt/bootScript";
import { renderCheck } from "../../../../components/hosts/libvirt/checkScript";
import { renderKeepDisk, renderMakeDisk } from "../../../../components/hosts/libvirt/diskScript";
import { renderDomain } from "../../../../components/hosts/libvirt/domain";
import { renderRemove } from "../../../../components/hosts/libvirt/removeScript";
import { renderSeed } from "../../../../components/hosts/libvirt/seed";
import { byTitle } from "../../../../components/shared/titled";
import { syntaxError } from "../../bench";
import { expectGolden } from "../../golden";
import { bridged, hostKey, machines, nat, plan } from "./machines";

describe.each(Object.entries(machines))("a VM by %s", (name, vm) => {
  const titled = {
    check: renderCheck(vm),
    "make-disk": renderMakeDisk(vm),
    "keep-disk": renderKeepDisk(vm),
    remove: renderRemove(vm),
    boot: { title: bootTitles(vm).run, script: renderBoot(vm, hostKey) },
  };

  test.each(["kvm", "qemu"] as const)("is defined for %s", (type) =>
    expectGolden(`libvirt/${name}-${type}.xml`, renderDomain(vm, type)),
  );

  test.each(Object.entries(renderSeed(vm)))("is told who it is by %s", (file, text) =>
    expectGolden(`libvirt/${name}-${file}`, text),
  );

  test.each(Object.entries(titled))("has the script %s, which a shell can read", (step, { script }) => {
    expectGolden(`libvirt/${name}-${step}.sh`, `${script}\n`);
    expect(syntaxError(script)).toBe("");
  });

  test("has a title of its own for each script", () => {
    const all = [...Object.values(titled), { title: bootTitles(vm).change, script: "" }];
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length);
    expect(syntaxError(byTitle(all)[2] ?? "")).toBe("");
  });
});

describe("a change of", () => {
  const revision = (script: string) => /^revision=(\w+)$/m.exec(script)?.[1];
  const of = (vm: ReturnType<typeof plan>, key = hostKey) => revision(renderBoot(vm, key));
  const moved = { ...nat, network: { ...nat.network, address: "192.168.122.11" } } as typeof nat;

  test.each([
    ["memory", of(plan({ ...nat, memory: "3GiB" }))],
    ["processors", of(plan({ ...nat, vcpus: 1 }))],
    ["the disk's size", of(plan({ ...nat, diskSize: "21GiB" }))],
    ["the address", of(plan(moved))],
    ["the accelerator", of(plan({ ...nat, accelerator: "kvm" }))],
    ["the disk itself", of(plan(nat), `${hostKey}A`)],
  ])("%s is one that takes a reboot", (_, changed) => {
    expect(changed).toMatch(/^\w{12}$/);
    expect(changed).not.toBe(of(plan(nat)));
  });

  test.each([
    ["autostart", { autostart: false }],
    ["time limits", { stopSeconds: 5, startSeconds: 5 }],
    ["protection", { disposable: true }],
  ])("%s takes none", (_, changed) => {
    expect(of(plan({ ...nat, ...changed }))).toBe(of(plan(nat)));
  });

  test("memory, processors, disk or address is read in the title", () => {
    expect(bootTitles(plan(bridged, "shop"))).toEqual({
      run: "boot VM prod-shop: 512 MiB of memory, 1 vCPU, 4096 MiB of disk, address 192.168.1.20",
      change: "reboot VM prod-shop: 512 MiB of memory, 1 vCPU, 4096 MiB of disk, address 192.168.1.20",
    });
  });
});
