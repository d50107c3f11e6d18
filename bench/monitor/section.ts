import { pause } from "../../test/support/wait";
import type { Run, Section } from "../section";
import { hearFaults } from "./faults";
import { WatchedHome } from "./home";
import { bytesOfMonth, keptBy } from "./kept";
import { Listener } from "./listener";
import { giveHistory, makePage } from "./page";
import { report } from "./report";
import { reportDelays } from "./reportDelays";
import { type Seen, seconds, settleSeconds } from "./seen";
import { type Measured, takenBy } from "./taken";

/** What a monitor takes. */
export const monitor: Section = {
  title: "Monitor",
  measure: (run) => watching(async (home) => report(await look(home, run))),
};

/** How soon it tells. */
export const told: Section = {
  title: "From a fault to its message",
  measure: (run) =>
    watching(async (home, listener) => {
      await pause(settleSeconds / 2);
      return reportDelays(await hearFaults(home, listener, run));
    }),
};

async function watching(work: (home: WatchedHome, listener: Listener) => Promise<string>): Promise<string> {
  const listener = await Listener.open();
  try {
    const home = await WatchedHome.start(listener.url);
    try {
      return await work(home, listener);
    } finally {
      await home.stop();
    }
  } finally {
    listener.close();
  }
}

async function look(home: WatchedHome, { repeats, trial, say }: Run): Promise<Seen> {
  const span = trial ? 30 : seconds;
  await pause(trial ? 60 : settleSeconds);
  const idle: Measured[] = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    say(`monitor: nothing happens, ${repeat} of ${repeats}`);
    idle.push(tell(await takenBy(home, span), say));
  }
  const young = await makePage(home);
  const kept = await keptBy(home);
  say(`monitor: ${kept.series} series, ${Math.round(bytesOfMonth(kept) / 2 ** 20)} MiB in 30 days`);
  say("monitor: a past of 30 days …");
  await giveHistory(home);
  const old = await makePage(home);
  return { idle, young, kept, old, late: tell(await takenBy(home, span), say) };
}

/** Says what each container takes: a run that fails later has shown that. */
function tell(measured: Measured, say: Run["say"]): Measured {
  for (const [name, { resident, held, processor }] of Object.entries(measured))
    say(
      `monitor: ${name} ${[resident, held].map((bytes) => (bytes / 1e6).toFixed(1)).join(" and ")} MB, ${processor.toFixed(1)} ms/s`,
    );
  return measured;
}
