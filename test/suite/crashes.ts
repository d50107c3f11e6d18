import { describe, expect, test } from "vitest";
import { type Container, crash, inspect } from "../support/containers";
import { ask } from "../support/http";
import { during } from "../support/load";
import { losses } from "../support/loadReport";
import { pause, waitFor } from "../support/wait";
import { both, type Deployed, type Environment, first, only } from "./deployment";
import { expectOwnPage } from "./pages";

/** Between a process's end and the engine's noting of it, in milliseconds. */
const noticed = 50;

/** Processes that die as in a crash, and come back by themselves. */
export const crashes = (deployed: Deployed) =>
  describe("crashes", () => {
    test("a replica killed under load loses only requests that it had got: every later one goes to the other", async () => {
      const { prod } = deployed().environments;
      const replica = await first(prod, "web");
      const load = { origin: prod.https, host: "web.example.org", rate: 200 };
      let died = 0;
      const report = await during(load, async () => {
        await pause(1);
        await killed(prod, replica);
        const now = await backUp(replica);
        died = Date.parse(now.State.FinishedAt);
        await pause(3);
      });
      const later = report.failures.filter(({ sentAt }) => Date.parse(sentAt) > died + noticed);
      expect(later, losses(report)).toEqual([]);
      expect(Object.keys(report.instances)).toHaveLength(2);
      expect(report.sent).toBeGreaterThan(700);
    });

    test("a replica that came back answers again: the other one does not stay alone", async () => {
      const { prod } = deployed().environments;
      await waitFor("both replicas", async () => {
        const seen = new Set<string>();
        for (let i = 0; i < 10; i++) seen.add((await ask(prod.https, "web.example.org")).json().instance);
        return seen.size === 2;
      });
    });

    test("a killed router comes back with its routes; meanwhile visitors see the 503 page and nothing else", async () => {
      const { staging, prod } = deployed().environments;
      for (const router of await only(staging, "router")) await killed(staging, router);
      let answered = 0;
      await waitFor("the router's routes", async () => {
        const answer = await ask(staging.https, "web.example.org");
        if (answer.status !== 200) expectOwnPage(answer, 503);
        answered = answer.status === 200 ? answered + 1 : 0;
        return answered >= 10;
      });
      for (const router of await only(staging, "router")) expect(router.RestartCount).toBeGreaterThan(0);
      for (const domain of ["basket.example.org", "x.shops.example.org", "store.example.org"])
        expect((await ask(staging.https, domain)).status, domain).toBe(200);
      expect((await ask(prod.https, "web.example.org")).status).toBe(200);
    });

    test("a killed farm comes back with its configuration", async () => {
      const { staging } = deployed().environments;
      const farm = await first(staging, "farm");
      await killed(staging, farm);
      await backUp(farm);
      const answers = async () => (await ask(staging.https, "web.example.org")).status === 200;
      await waitFor("the farm", answers);
      expect((await ask(staging.http, "unknown.example.org")).status).toBe(404);
      expect((await ask(staging.stats, "localhost", "/stats")).status).toBe(200);
    });

    test("after all that, every service of both environments answers", async () => {
      for (const { https, name } of both(deployed))
        for (const domain of [
          "web.example.org",
          "basket.example.org",
          "store.example.org",
          "vault.example.org",
        ])
          expect((await ask(https, domain)).json().answer, `${name} ${domain}`).toBe(name);
    });
  });

/** The router's image has a shell: the services' may have none. */
async function killed(environment: Environment, container: Container): Promise<void> {
  await crash(container, (await first(environment, "router")).Config.Image);
}

const backUp = (before: Container) =>
  waitFor(`${before.Name} to come back`, async () => {
    const now = await inspect(before.Id);
    // While it waits to be started again it counts as running, without a process.
    return now.State.Pid > 0 && now.State.Pid !== before.State.Pid && now;
  });
