import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { docker } from "../../support/containers";
import { ask } from "../../support/http";
import { type Fronts, startFronts } from "./fronts";

const domain = "blog.example.org";

/** Two farms of two hosts with one name: the authority asks whichever of them has the address. */
describe("certificates by HTTP-01 for two farms", () => {
  let fronts: Fronts;
  beforeAll(async () => {
    fronts = await startFronts(domain);
  });
  afterAll(() => fronts?.stop());

  test("each gets its own while the name leads to the first one, which asks the other one", async () => {
    const [east, west] = await Promise.all([fronts.serialOf("east"), fronts.serialOf("west")]);
    expect(east).not.toBe(west);
    expect(fronts.warnings()).toBe("");
    for (const name of ["east", "west"] as const) {
      const answer = await ask(fronts.farms[name].https, domain, "/", { ca: fronts.root });
      expect(answer.json().answer).toBe(name);
    }
  });

  test("what neither knows is said to be nowhere, and does not go round", async () => {
    const began = performance.now();
    for (const name of ["east", "west"] as const) {
      const url = `${fronts.farms[name].http}/.well-known/acme-challenge/nothing`;
      expect([404, 503]).toContain((await fetch(url)).status);
    }
    expect(performance.now() - began).toBeLessThan(10_000);
    for (const name of ["east", "west"] as const)
      expect(await fronts.challengesAt(name, "nothing"), "asked by the test, and by the other one").toBe(2);
  });

  test("the one that is left renews by itself while the other one is gone", async () => {
    const east = await fronts.containersOf("east");
    await Promise.all(east.map(({ Id }) => docker.getContainer(Id).kill()));
    await fronts.leadTo("west");
    const before = await fronts.serialOf("west");
    expect(await fronts.serialAfter("west", before)).not.toBe(before);
    await Promise.all(east.map(({ Id }) => docker.getContainer(Id).start()));
  });

  test("the one that is back renews, too, where the name still leads to the other one", async () => {
    const before = await fronts.serialOf("east", 60);
    expect(await fronts.serialAfter("east", before)).not.toBe(before);
  });
});
