import { expect, test } from "vitest";
import { losses } from "../../support/loadReport";
import { pause } from "../../support/wait";
import { type Home, instancesOn } from "./home";
import type { Machines } from "./machines";

/** How long each load goes on when the farm has seen what there is to see. */
const secondsAfterwards = 2;
/** A machine that gets its power back has to start its engine and its containers. */
const secondsToBoot = 60;

/** One host after the other goes down in all the ways that hosts do, and comes back. */
export function hostsGoDown(opened: () => { machines: Machines; home: Home }): void {
  interface Fall {
    /** The host that the farm is to miss. @default none: all go on */
    missed?: "east" | "west";
    /** Services that are not on the host, or that it goes on serving: they lose nothing. */
    untouched: string[];
    goDown: () => Promise<void>;
    whileDown: () => Promise<void>;
    comeBack: () => Promise<void>;
  }

  /** Of the service that is on both hosts, what is lost is lost until the farm has seen it. */
  async function underLoad({ missed, untouched, goDown, whileDown, comeBack }: Fall): Promise<void> {
    const { home } = opened();
    const beside = untouched.map((name) => home.load(name));
    const both = home.load("both");
    await pause(1);
    let seen = Number.POSITIVE_INFINITY;
    try {
      await goDown();
      await whileDown();
      if (missed) await home.misses(missed);
      seen = Date.now();
      await pause(secondsAfterwards);
    } finally {
      const [shared, ...reports] = await Promise.all([both, ...beside].map((load) => load.stop()));
      await comeBack();
      for (const report of reports) expect(report.failed, losses(report)).toBe(0);
      const late = shared?.failures.filter(({ sentAt }) => Date.parse(sentAt) > seen);
      expect(late, shared && losses(shared)).toEqual([]);
    }
  }

  test("without power: 503 for what was on it alone, the other host answers for what is on both", async () => {
    const { machines, home } = opened();
    await underLoad({
      missed: "east",
      untouched: ["here", "west"],
      goDown: () => machines.east.kill(),
      whileDown: async () => {
        await home.answers("east", 503);
        const west = await instancesOn(machines.west);
        for (let i = 0; i < 10; i++) expect(west).toContain((await home.ask("both")).json().instance);
      },
      comeBack: () => machines.east.start(),
    });
    await home.answers("east", 200, secondsToBoot);
  });

  test("cut off: the same, and it is back with the connection", async () => {
    const { machines, home } = opened();
    await underLoad({
      missed: "west",
      untouched: ["here", "east"],
      goDown: () => machines.west.disconnect(),
      whileDown: () => home.answers("west", 503),
      comeBack: () => machines.west.connect(),
    });
    await home.answers("west", 200);
  });

  test("stalled, with its connections open: the same", async () => {
    const { machines, home } = opened();
    await underLoad({
      missed: "east",
      untouched: ["here", "west"],
      goDown: () => machines.east.pause(),
      whileDown: () => home.answers("east", 503),
      comeBack: () => machines.east.resume(),
    });
    await home.answers("east", 200);
  });

  test("slow: what is on it goes on, and the rest is untouched", async () => {
    const { machines, home } = opened();
    await underLoad({
      untouched: ["here", "west"],
      goDown: () => machines.east.slow(256),
      whileDown: () => home.answers("east", 200),
      comeBack: () => machines.east.fast(),
    });
  });

  test("with a full disk: what runs on it goes on", async () => {
    const { machines, home } = opened();
    await underLoad({
      untouched: ["here", "east", "west"],
      goDown: () => machines.west.fillDisk(),
      whileDown: () => home.answers("west", 200),
      comeBack: () => machines.west.freeDisk(),
    });
  });
}
