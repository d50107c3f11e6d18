import { describe, expect, test } from "vitest";
import type { Run } from "../../e2e/home";
import type { Opened } from "./virtualHome";

/** What does not happen to a VM that is protected. */
export const refused = (opened: Opened) =>
  describe("refused", () => {
    const expectRefusal = async (trying: Promise<Run>, reason: RegExp) => {
      const start = await opened().started();
      const { told, failure } = await trying;
      expect(failure).toBeDefined();
      expect(told).toMatch(reason);
      expect(await opened().started()).toBe(start);
    };

    test("by a preview: to replace the disk with all data on it", async () => {
      opened().configure({ disk: "copy" });
      await expectRefusal(
        opened().stack.tryPreview(),
        /unable to replace resource "[^"]*apps-disk-with-data"/,
      );
    });

    test("by a preview: to let the VM go with the data that are on it", async () => {
      opened().letGo();
      await expectRefusal(
        opened().stack.tryPreview(),
        /web\.volumes\.data: the volume "[^"]*" is not on host infra\. It may be on host apps, which/,
      );
    });

    test("by an update, before anything is changed: a smaller disk", async () => {
      opened().configure({ diskSize: "3500MiB" });
      await expectRefusal(opened().stack.tryUp(), /diskSize of 3500 MiB is smaller than/);
    });
  });
