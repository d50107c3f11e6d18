import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { VirtualMachineArgs } from "../../components/libvirt/args";
import { e2e } from "../e2e/floor";
import type { Home, Run } from "../e2e/home";
import { Workspace } from "../e2e/workspace";
import { fitting } from "./clone";
import { directory, virsh } from "./hypervisor";
import { obstacle } from "./obstacle";
import { provideTemplate } from "./template";
import { traces } from "./traces";

const name = "prod-apps";

/** A VM by the real engine: what a preview says of it, and what is refused. */
if (obstacle()) test.todo(`a VM through the real engine (skipped: ${obstacle()})`);
else
  e2e("a VM through the real engine", () => {
    let workspace: Workspace;
    let home: Home;
    let args: VirtualMachineArgs;
    let before: string[];
    const said: string[] = [];

    const configure = (changed: Partial<VirtualMachineArgs> = {}) => {
      // What was set before would stay beside it.
      home?.configure({ "vm:args": undefined, "vm:gone": undefined });
      home?.configure({ "vm:args": { ...args, ...changed } });
    };
    const started = () => virsh("domid", name);

    beforeAll(async () => {
      args = {
        ...fitting(await provideTemplate(), "192.168.177.12"),
        directory,
        accelerator: (process.env.HOMEPORT_TEST_ACCELERATOR ?? "auto") as "auto",
      };
      before = await traces();
      workspace = await Workspace.open("virtual");
      home = await workspace.stack("prod");
      configure();
      const preview = await home.preview();
      expect(preview.changes.create).toBeGreaterThan(5);
      expect(await traces(), "a preview makes nothing").toEqual(before);
      said.push(preview.told, (await home.up()).told);
    });

    // A test that failed leaves nothing behind either.
    afterAll(async () => {
      configure({ disposable: true });
      await home?.tryUp();
      await home?.destroy();
      await workspace?.close();
    });

    test("it is there, and a second preview has nothing to do", async () => {
      expect(await virsh("domstate", name)).toContain("running");
      await home.unchanged();
    });

    test("its private host key is neither in the state nor in anything that was said", async () => {
      const key = readFileSync(join(directory, "vms", name, "host_key"), "utf8").split("\n")[2] ?? "";
      expect(key.length).toBeGreaterThan(50);
      const state = await home.cli("stack", "export", "--show-secrets");
      expect([...said, state].some((text) => text.includes(key))).toBe(false);
    });

    test("the key by which it is entered is encrypted in the state", async () => {
      expect(await home.cli("stack", "export")).not.toContain("PRIVATE KEY");
      expect(await home.cli("stack", "export", "--show-secrets")).toContain("PRIVATE KEY");
    });

    test("a preview says that more memory is a reboot, and makes none", async () => {
      const start = await started();
      configure({ memory: "1200MiB" });
      const { told, changes } = await home.preview();
      expect(told).toContain(`reboot VM ${name}: 1200 MiB of memory`);
      expect(changes.replace).toBeUndefined();
      expect(await started()).toBe(start);
    });

    const refused = async (trying: Promise<Run>, verb: string) => {
      const start = await started();
      const { told, failure } = await trying;
      expect(failure).toBeDefined();
      expect(told).toMatch(new RegExp(`${verb}[^]*apps-disk-with-data[^]*protect`));
      expect(await started()).toBe(start);
    };

    test("a preview refuses to replace the disk with all data on it", async () => {
      configure({ disk: "copy" });
      await refused(home.tryPreview(), "unable to replace");
    });

    test("a preview refuses to let the VM go", async () => {
      configure();
      home.configure({ "vm:gone": true });
      await refused(home.tryPreview(), "");
    });

    test("a smaller disk fails before anything is changed, with the reason", async () => {
      const start = await started();
      configure({ diskSize: "3500MiB" });
      const { told, failure } = await home.tryUp();
      expect(failure).toBeDefined();
      expect(told).toContain("diskSize of 3500 MiB is smaller than");
      expect(await started()).toBe(start);
    });

    test("once it is disposable, a preview names what would be replaced", async () => {
      configure({ disposable: true });
      const { told: freed, changes: freeing } = await home.up();
      expect(freeing.replace, freed).toBeUndefined();
      configure({ disposable: true, disk: "copy" });
      const { told, changes } = await home.preview();
      expect(told).toMatch(/apps-disk-with-data/);
      expect(changes.replace).toBeGreaterThan(0);
    });

    test("and it goes without a trace", async () => {
      configure({ disposable: true });
      await home.destroy();
      expect(await traces()).toEqual(before);
    });
  });
