import { describe, expect, test } from "vitest";
import { docker } from "../../support/containers";
import { cutOff, type Failure, stalled, switchedOff, unplugged } from "../../support/hosts";
import type { Answer } from "../../support/http";
import { during } from "../../support/load";
import { losses } from "../../support/loadReport";
import { pause, waitFor } from "../../support/wait";
import type { Asking } from "./asking";
import { containerOf, type SpreadHome } from "./home";

/** Each has at most one request under way: no more can be with a host when it goes. */
const connections = 16;

/** No machine is back sooner, and by then the farm has found out about every service on it. */
const offSeconds = 3;

/** A host that fails in each way while visitors ask, and what it has alone or not. */
export const failing = (opened: () => Asking) => {
  describe("a host that fails leaves the others right", () => {
    /** Whether whoever calls is refused, or waits in vain. */
    type Way = [how: string, refuses: boolean, way: (home: SpreadHome) => Failure];
    const ways: Way[] = [
      ["is switched off", true, (home) => switchedOff(home.east)],
      ["is unplugged", true, (home) => unplugged(containerOf(home.east.containers, "east-gate-haproxy"))],
      ["is cut off", false, (home) => cutOff(home.east, home.farm, home.nobody)],
      ["stalls", false, (home) => stalled(home.east)],
    ];

    test.each(ways)(
      "one that %s, whose services say so where no other host has them",
      async (_, refuses, way) => {
        const spread = opened();
        await waitFor(
          "both hosts",
          async () => (await spread.seen("both")).size === 2 && (await spread.status("alone")) === 200,
        );
        const { fail, heal } = once(way(spread.home));
        let failedAt = "";
        try {
          const report = await during(loadOf(spread.home, "both"), async () => {
            await pause(1);
            await fail();
            failedAt = new Date().toISOString();
            const page = await waitFor("the page", async () => pageOf(await spread.get("alone")), 3);
            expect(page).toContain("Not available");
            expect(await spread.status("here")).toBe(200);
            await waitFor("the farm to know", async () => {
              const began = performance.now();
              return (await spread.status("alone")) === 503 && performance.now() - began < 500;
            });
            expect(await spread.seen("both")).toEqual(new Set([spread.idOf("west", "both-west-0")]));
            await pause(offSeconds);
            await heal();
            await waitFor("its return", async () => (await spread.status("alone")) === 200, 5);
            await waitFor("its share", async () => (await spread.seen("both")).size === 2);
          });
          const after = report.failures.filter(({ sentAt }) => sentAt > failedAt);
          if (refuses) expect(after, losses(report)).toEqual([]);
          expect(report.failed, losses(report)).toBeLessThanOrEqual(connections);
          expect(Object.keys(report.statuses), "no page for what another host answers").toEqual(["200"]);
        } finally {
          await heal();
        }
      },
    );

    test("one that is back without its containers, which gets nobody until they are there", async () => {
      const spread = opened();
      const { home } = spread;
      const { containers } = home.east;
      const [router, gate] = ["east-traefik", "east-gate-haproxy"].map((name) =>
        containerOf(containers, name),
      );
      const services = containers.filter((one) => one !== router && one !== gate);
      const { fail, heal } = once(switchedOff(home.east));
      try {
        const report = await during(loadOf(spread.home, "both"), async () => {
          await fail();
          await pause(offSeconds);
          for (const one of [router, gate]) await docker.getContainer(one?.Id ?? "").start();
          // The router says by itself that nobody is there for the service that it has alone.
          await waitFor("the router", async () => (await spread.get("alone", "/nowhere")).status === 503);
          await pause(3);
          expect(await spread.seen("both")).toEqual(new Set([spread.idOf("west", "both-west-0")]));
          for (const one of services) await docker.getContainer(one.Id).start();
          await waitFor("its share", async () => (await spread.seen("both")).size === 2);
        });
        expect(report.failed, losses(report)).toBeLessThanOrEqual(connections);
        expect(Object.keys(report.statuses)).toEqual(["200"]);
      } finally {
        await heal();
      }
    });
  });

  test("a host that has missed one check is not taken for gone", async () => {
    const spread = opened();
    const gate = docker.getContainer(containerOf(spread.home.east.containers, "east-gate-haproxy").Id);
    const state = () => spread.stateOf("router_east");
    const seen = new Set<string>();
    // What is looked for is over after a second: whoever is busy meanwhile looks again.
    for (let tries = 0; tries < 3 && !seen.has("UP 1/2"); tries++) {
      await waitFor("the host", async () => (await state()) === "UP");
      await gate.pause();
      try {
        seen.add(await waitFor("a check to fail", async () => other("UP", await state())));
      } finally {
        await gate.unpause();
      }
    }
    await waitFor("the next check", async () => (await state()) === "UP");
    expect(seen).toContain("UP 1/2");
  });

  test("a service whose containers are gone on one host is answered for by the other", async () => {
    const spread = opened();
    const east = docker.getContainer(containerOf(spread.home.east.containers, "both-east-0").Id);
    await east.stop({ t: 0 });
    try {
      const west = spread.idOf("west", "both-west-0");
      await waitFor("the farm to know", async () => [...(await spread.seen("both"))].join() === west);
      expect(await spread.status("alone"), "the host is there").toBe(200);
    } finally {
      await east.start();
    }
    await waitFor("its return", async () => (await spread.seen("both")).size === 2);
  });
};

const loadOf = (home: SpreadHome, name: string) => ({
  origin: home.https,
  host: `${name}.example.org`,
  rate: 50,
  connections,
  timeoutSeconds: 30,
});

/** The same, whose return is asked for as often as one likes. */
function once({ fail, heal }: Failure): Failure {
  let healed: Promise<void> | undefined;
  return {
    fail,
    heal: () => {
      healed ??= heal();
      return healed;
    },
  };
}

const other = (than: string, now: string) => now !== than && now;

const pageOf = ({ status, text }: Answer) => status === 503 && text;
