import { existsSync } from "node:fs";
import * as path from "node:path";
import { expect, test } from "vitest";
import { farmSchema } from "../../../components/front/farm/schema";
import { routerSchema } from "../../../components/router/check";
import { serviceSchema } from "../../../components/services/check";
import { wayFields } from "../../../components/services/waySchema";
import { closing, doors, elsewhere, irrelevant, notClosing, ports } from "../../sandbox/doors/table";

/** A new option and a new port have to say what they close, and are tried at every door then. */

test("every option of a way into a service is tried at every door, or closes nothing", () => {
  expect([...Object.keys(closing), ...notClosing].sort()).toEqual(Object.keys(wayFields).sort());
});

const schemas = {
  service: Object.keys(serviceSchema.shape).filter((name) => !(name in wayFields)),
  farm: Object.keys(farmSchema.shape),
  router: Object.keys(routerSchema.shape),
};

test.each(["service", "farm", "router"] as const)(
  "every option of a %s is tried, or says nothing of access",
  (of) => {
    expect([...Object.keys(elsewhere[of]), ...irrelevant[of]].sort()).toEqual(schemas[of].sort());
    for (const file of Object.values<string>(elsewhere[of]).filter((file) => file !== "here"))
      expect(existsSync(path.join(__dirname, "../../sandbox", file)), file).toBe(true);
  },
);

test("every port of a container is a door that says what it lets through", () => {
  expect(Object.keys(doors).sort()).toEqual(Object.keys(ports).sort());
});

test("every option that closes is tried by whoever should get in, and by whoever should not", () => {
  for (const [option, trials] of Object.entries(closing)) {
    expect(trials.length, option).toBeGreaterThan(0);
    expect(
      trials.some(({ farm }) => farm !== 200),
      option,
    ).toBe(true);
  }
});
