import { afterAll, beforeAll, expect, test } from "vitest";
import { e2e } from "../e2e/floor";
import { everything } from "../e2e/life/unchanged";
import { figures } from "./engine/figures";
import { made } from "./engine/made";
import { rebooted } from "./engine/rebooted";
import { refused } from "./engine/refused";
import { replaced } from "./engine/replaced";
import { VirtualHome } from "./engine/virtualHome";
import { obstacle } from "./obstacle";
import { traces } from "./traces";

/** A VM with a service on it, by the real engine: each test goes on where the one before it stopped. */
if (obstacle()) test.todo(`a VM through the real engine (skipped: ${obstacle()})`);
else
  e2e("a VM through the real engine", () => {
    let home: VirtualHome;
    let before: string[];

    beforeAll(async () => {
      home = await VirtualHome.open();
      before = await traces();
    });
    afterAll(() => home?.close());

    test("a preview of a new stack makes nothing", async () => {
      expect((await home.stack.preview()).changes).toEqual({ create: expect.any(Number) });
      expect(await traces()).toEqual(before);
      expect(await everything(home.stack.labels)).toEqual([]);
    });

    made(() => home);
    figures(() => home);
    refused(() => home);
    rebooted(() => home);
    replaced(() => home);

    test("it goes without a trace", async () => {
      await home.stack.destroy();
      expect(await traces()).toEqual(before);
      expect(await everything(home.stack.labels)).toEqual([]);
    });
  });
