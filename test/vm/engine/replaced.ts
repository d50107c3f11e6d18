import { describe, expect, test } from "vitest";
import type { Run } from "../../e2e/home";
import { everything } from "../../e2e/life/unchanged";
import { virsh } from "../hypervisor";
import { name, type Opened } from "./virtualHome";

const allowed = { memory: "1200MiB", disposable: true } as const;

/** A VM that may go, and the one that takes its place. */
export const replaced = (opened: Opened) =>
  describe("replaced", () => {
    const near = () => everything({ ...opened().stack.labels, "homeport.component": "near" });

    test("is what it may be by a setting that changes nothing else", async () => {
      const start = await opened().started();
      opened().configure(allowed);
      const { told, changes } = await opened().stack.up();
      expect(Object.keys(changes), told).toEqual(["same"]);
      expect(await opened().started()).toBe(start);
    });

    test("is what a preview then says, of the VM and all that is on it", async () => {
      const start = await opened().started();
      opened().configure({ ...allowed, disk: "copy" });
      const goes = replacedIn(await opened().stack.preview());
      for (const role of [
        "apps-disk-with-data",
        "apps-boot",
        "apps-network-bridge",
        "web-volume-data",
        "web-0",
      ])
        expect(goes).toContain(role);
      expect(goes).not.toContain("near-0");
      expect(await opened().started()).toBe(start);
    });

    test("by the update, which makes all anew and asks the old one for nothing: it is off", async () => {
      const [hostKey, others] = [opened().hostKey(), await near()];
      await virsh("destroy", name);
      await opened().up();
      expect(opened().hostKey()).not.toBe(hostKey);
      expect(await opened().inside("docker ps --format '{{.ID}}'")).toContain(await opened().served());
      expect(await opened().keptData()).toEqual([""]);
      expect(await near()).toEqual(others);
      await opened().stack.unchanged();
    });
  });

/** Names of the resources that a preview would replace. */
const replacedIn = ({ events }: Run): string[] =>
  events
    .map(({ resourcePreEvent }) => resourcePreEvent?.metadata)
    .filter((step) => step?.op === "replace")
    .map((step) => step?.urn.split("::").at(-1) ?? "");
