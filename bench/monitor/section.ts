import { pause } from "../../test/support/wait";
import type { Run, Section } from "../section";
import { hearFaults } from "./faults";
import { WatchedHome } from "./home";
import { keptBy } from "./kept";
import { Listener } from "./listener";
import { giveHistory, makePage } from "./page";
import { report } from "./report";
import { type Seen, seconds, settleSeconds } from "./seen";
import { type Measured, takenBy } from "./taken";

/** What a monitor takes, and how soon it tells. */
export const monitor: Section = {
  title: "Monitor",
  async measure(run) {
    const listener = await Listener.open();
    try {
      const home = await WatchedHome.start(listener.url);
      try {
        return report(await look(home, listener, run));
      } finally {
        await home.stop();
      }
    } finally {
      listener.close();
    }
  },
};

async function look(home: WatchedHome, listener: Listener, run: Run): Promise<Seen> {
  const { repeats, trial, say } = run;
  const span = trial ? 30 : seconds;
  await pause(trial ? 60 : settleSeconds);
  const idle: Measured[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    say(`monitor: nothing happens, ${repeat} of ${repeats}`);
    idle.push(await takenBy(home, span));
  }
  const young = await makePage(home);
  say("monitor: faults …");
  const heard = await hearFaults(home, listener, { trial, say });
  say("monitor: what is kept …");
  const kept = await keptBy(home);
  say("monitor: a past of 30 days …");
  await giveHistory(home);
  const old = await makePage(home);
  return { idle, young, heard, kept, old, late: await takenBy(home, span) };
}
