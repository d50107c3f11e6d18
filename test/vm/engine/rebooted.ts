import { describe, expect, test } from "vitest";
import { run } from "../../images/run";
import { pause } from "../../support/wait";
import { restartLibvirt } from "../hypervisor";
import { name, type Opened } from "./virtualHome";

/** A change that is a reboot, and what else starts anew on a hypervisor. */
export const rebooted = (opened: Opened) =>
  describe("rebooted", () => {
    test("for more memory, as a preview says, which makes no reboot itself", async () => {
      const start = await opened().started();
      opened().configure({ memory: "1200MiB" });
      const { told, changes } = await opened().stack.preview();
      expect(told).toContain(`reboot VM ${name}: 1200 MiB of memory`);
      expect(changes.replace).toBeUndefined();
      expect(await opened().started()).toBe(start);
    });

    test("once and in good order, by the update: the service is back with its data", async () => {
      const { stack, inside } = opened();
      const instance = await opened().served();
      expect((await stack.up()).changes.replace).toBeUndefined();
      expect(await opened().served()).toBe(instance);
      expect(await opened().keptData()).toEqual(["precious"]);
      expect(Number(await inside("awk '/MemTotal/ { print $2 }' /proc/meminfo"))).toBeGreaterThan(1_100_000);
      const boots = (await inside("journalctl --list-boots --quiet --no-pager")).trim().split("\n");
      expect(boots.filter((line) => /^ *-?\d+ /.test(line))).toHaveLength(2);
      expect(await inside("journalctl -b -1 --quiet --no-pager | tail -n 20")).toMatch(
        /Journal stopped|Reached target poweroff|Powering down/,
      );
      await stack.unchanged();
    });

    test("where libvirt starts after Docker, its rules come first, and the farm reaches the VM all the same", async () => {
      const start = await opened().started();
      await restartLibvirt(() => run("iptables", ["-w", "-D", "FORWARD", "-j", "LIBVIRT_FWI"]));
      const rules = await run("iptables", ["-S", "FORWARD"]);
      expect(rules.indexOf("-j LIBVIRT_FWI")).toBeLessThan(rules.indexOf("-j DOCKER-USER"));
      // The farm's connections from before would go on for some seconds.
      await pause(5);
      await opened().served();
      expect(await opened().started()).toBe(start);
    });
  });
