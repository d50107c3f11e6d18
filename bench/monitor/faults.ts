import type { AlertName } from "../../components/monitor/alerts";
import { docker, runIn } from "../../test/support/containers";
import { cutOff } from "../../test/support/hosts";
import { pause } from "../../test/support/wait";
import { subnets } from "../ours";
import type { WatchedHome } from "./home";
import type { Listener } from "./listener";
import { delayOf } from "./times";

/** A fault as it happens to a home, and its end. */
interface Fault {
  fail(): Promise<unknown>;
  heal(): Promise<unknown>;
}

export const everySeconds = 30;

/** Seconds from each fault to its message. */
export type Heard = Partial<Record<AlertName, number>>;

const engine = (home: WatchedHome, resource: string) => docker.getContainer(home.container(resource).Id);

const stopped = (home: WatchedHome, resource: string): Fault => ({
  fail: () => engine(home, resource).stop({ t: 1 }),
  heal: () => engine(home, resource).start(),
});

/** It runs and answers nobody. */
const silent = (home: WatchedHome, resource: string): Fault => ({
  fail: () => engine(home, resource).pause(),
  heal: () => engine(home, resource).unpause(),
});

function cable(home: WatchedHome): Fault {
  const gateway = subnets.far.replace(/0\/.*$/, "1");
  const nobody = subnets.watched.replace(/0\/.*$/, "200");
  const cuts = ["farm-haproxy", "monitor-probes"].map((one) =>
    cutOff({ containers: [], address: gateway }, home.container(one), nobody),
  );
  return {
    fail: () => Promise.all(cuts.map((one) => one.fail())),
    heal: () => Promise.all(cuts.map((one) => one.heal())),
  };
}

/** Faults that mute none of each other, and happen at once. */
const beside = (home: WatchedHome): Partial<Record<AlertName, Fault>> => ({
  ServiceGone: stopped(home, "service-1-0"),
  PageGone: silent(home, "service-2-0"),
  ContainerAway: stopped(home, "backups-restic"),
  KilledForMemory: {
    fail: () => runIn(home.container("notes-0"), ["sh", "-c", "kill -USR1 1"]),
    heal: async () => {},
  },
  HostGone: cable(home),
});

/** Each of these mutes others: one after the other. */
const alone = (home: WatchedHome): Partial<Record<AlertName, Fault>> => ({
  RouterGone: stopped(home, "router-traefik"),
  FarmGone: stopped(home, "farm-haproxy"),
});

/** Injects faults at the pace of the defaults, and waits for what is told. A trial has the one that is quickest. */
export async function hearFaults(
  home: WatchedHome,
  listener: Listener,
  { trial, say }: { readonly trial: boolean; say(line: string): void },
): Promise<Heard> {
  const heard: Heard = {};
  const meet = async (faults: Partial<Record<AlertName, Fault>>) => {
    const these = Object.entries(faults) as [AlertName, Fault][];
    await Promise.all(
      these.map(async ([alert, { fail }]) => {
        const from = performance.now();
        await fail();
        // Twice what it takes at most: a machine may be busy.
        const seconds = await listener.told(alert, from, 2 * delayOf(alert, everySeconds).most);
        heard[alert] = seconds;
        say(`monitor: ${alert} after ${Math.round(seconds)} s`);
      }),
    ).finally(() => Promise.all(these.map(([, { heal }]) => heal())));
  };
  const first = beside(home);
  await meet(trial ? { KilledForMemory: first.KilledForMemory as Fault } : first);
  if (trial) return heard;
  for (const one of Object.entries(alone(home))) {
    await pause(2 * everySeconds);
    await meet(Object.fromEntries([one]));
  }
  return heard;
}
