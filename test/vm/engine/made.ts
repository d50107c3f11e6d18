import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { directory, virsh } from "../hypervisor";
import { name, type Opened } from "./virtualHome";

/** The first update, and those that have nothing to do. */
export const made = (opened: Opened) =>
  describe("made", () => {
    let said = "";

    test("by one update, with its service, which answers through the farm", async () => {
      said = await opened().up();
      expect(await virsh("domstate", name)).toContain("running");
      expect(await opened().inside("docker ps --format '{{.ID}}'")).toContain(await opened().served());
      await opened().keepData("precious");
    });

    test("it has nothing to do in a second update, and no drift", async () => {
      const start = await opened().started();
      const { stack } = opened();
      await stack.unchanged();
      expect(Object.keys((await stack.up()).changes)).toEqual(["same"]);
      await stack.undrifted();
      await stack.unchanged();
      expect(await opened().started()).toBe(start);
    });

    test("its private host key is neither in the state nor in anything that was said", async () => {
      const key = readFileSync(join(directory, "vms", name, "host_key"), "utf8").split("\n")[2] ?? "";
      expect(key.length).toBeGreaterThan(50);
      expect(said).not.toContain(key);
      expect(await opened().stack.cli("stack", "export", "--show-secrets")).not.toContain(key);
    });

    test("the key by which it is entered is encrypted in the state", async () => {
      expect(await opened().stack.cli("stack", "export")).not.toContain("PRIVATE KEY");
      expect(await opened().stack.cli("stack", "export", "--show-secrets")).toContain("PRIVATE KEY");
    });
  });
