import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../images/run";
import { Clone, fitting } from "./clone";
import { vm } from "./floor";
import { directory, lan, virsh } from "./hypervisor";

const entryKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBVRNVjM3BZV8mNyQNP9v7spakb39F+NW0PsCaGjD+Bf";

/** A VM whose disk is empty: it starts, says so on its console, and hears no power button. */
vm("a VM with nothing to start from", () => {
  let clone: Clone;
  const state = async () => (await virsh("domstate", clone.plan.name)).trim();
  const start = async () => (await virsh("domid", clone.plan.name)).trim();

  beforeAll(async () => {
    const template = join(directory, "blank.qcow2");
    mkdirSync(directory, { recursive: true });
    await run("qemu-img", ["create", "-q", "-f", "qcow2", template, "16M"]);
    clone = new Clone("stubborn", entryKey, {
      ...fitting(template, "192.168.177.30"),
      memory: "64MiB",
      diskSize: "32MiB",
      vcpus: 1,
      stopSeconds: 2,
      startSeconds: 2,
    });
  });

  // Whatever fails above, the next test begins on a clean hypervisor.
  afterAll(() => clone.down());

  test("fails when its time is up, with what its console said last", async () => {
    await expect(clone.up()).rejects.toThrow(
      /does not answer SSH with its host key at 192.168.177.30 after 2 s.\n {2}The last lines of its console:/,
    );
    expect(await state()).toBe("running");
  });

  test("is not switched off for a change: that fails, and says what to do", async () => {
    const before = await start();
    await expect(clone.up({ memory: "96MiB" })).rejects.toThrow(
      /did not shut down within 2 s; nothing was changed.\n.*virsh destroy/,
    );
    expect(await start()).toBe(before);
    expect(await virsh("dominfo", clone.plan.name)).toMatch(/Max memory: +65536 KiB/);
  });

  test("takes the change once it is off", async () => {
    await virsh("destroy", clone.plan.name);
    await expect(clone.up({ memory: "96MiB" })).rejects.toThrow(/does not answer SSH/);
    expect(await virsh("dominfo", clone.plan.name)).toMatch(/Max memory: +98304 KiB/);
  });

  test("starts again where the hypervisor lost its power between two steps", async () => {
    await virsh("destroy", clone.plan.name);
    await expect(clone.boot()).rejects.toThrow(/does not answer SSH/);
    expect(await state()).toBe("running");
  });

  test("is switched off when it goes, and that is told", async () => {
    const { name, directory: own } = clone.plan;
    await clone.down();
    expect(clone.said.join("\n")).toContain(`VM ${name} did not shut down within 2 s and is switched off.`);
    expect(await virsh("list", "--all", "--name")).not.toContain(name);
    expect(await virsh("net-dumpxml", lan.name)).not.toContain(name);
    expect(existsSync(own)).toBe(false);
  });

  test("goes a second time without a word", async () => {
    await clone.down();
  });
});
