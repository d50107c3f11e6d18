import { midway, type Phase, returning } from "../../../components/backups/swap";
import { dataVolume } from "../../../components/databases/dumped";
import { npx } from "../../../components/shared/npx";
import { upgradeIn } from "../../upgradeDatabase/journal";
import type { Standing } from "./look";

/** How far an exchange of data was when it was cut off. */
export type Stage =
  /** The data were being brought, or had been; nothing had stopped. */
  | "bringing"
  /** All had stopped, and nothing had changed places. */
  | "stopped"
  | "changing"
  /** The data had changed places, and all was to be started. */
  | "changed"
  | "returning"
  /** The former data were back, and all was to be started. */
  | "returned";

/** A volume of a service, as far as that is needed. */
export type Cut = Pick<Standing, "volume" | "phase" | "set" | "hours" | "from">;

/**
 * Tells how far the exchange was of all volumes of a service.
 * @param backupsRun whether what makes backups runs: it stops first, and is started last
 * @returns undefined where none was cut off
 */
export function stageOf(volumes: readonly Cut[], backupsRun: boolean): Stage | undefined {
  // One that is done waits for an update, with its service stopped.
  const all = volumes.filter(({ set, phase }) => !upgradeIn(set) || !["done", "undone"].includes(phase));
  const some = (...phases: readonly Phase[]) => all.filter(({ phase }) => phases.includes(phase));
  const [done, ready, undone] = [some("done"), some("ready"), some("undone")];
  if (some(...returning).length > 0) return "returning";
  const isBetween = ready.some(({ set }) => done.some((one) => one.set === set));
  if (some(...midway).length > 0 || isBetween) return "changing";
  const isFresh = (some: readonly Cut[]) => some.length > 0 && some.every(({ hours }) => hours === 0);
  if (!backupsRun && isFresh(done)) return "changed";
  if (!backupsRun && ready.length > 0 && some("fetching").length === 0) return "stopped";
  if (ready.length > 0 || some("fetching").length > 0) return "bringing";
  return !backupsRun && isFresh(undone) ? "returned" : undefined;
}

const words: Readonly<Record<Stage, readonly [when: string, now: string]>> = {
  bringing: ["while its data were brought", "the data in use have not changed"],
  stopped: [
    "when it had begun to stop what uses them, before data changed places",
    "the data are those from before it",
  ],
  changing: [
    "while data changed places",
    "some of the new ones are in place and some of the former: none is lost, and it has to go on or go back before anything may use them",
  ],
  changed: ["when the data had changed places, before all was started", "the data are the new ones"],
  returning: [
    "on the way back to the former data",
    "some of them are in place and some of the new ones: none is lost, and it has to go on before anything may use them",
  ],
  returned: ["when the former data were back, before all was started", "the data are those from before it"],
};

/** What was cut off and when, and what the data are now, in words. */
export function cutOffTold(stage: Stage, all: readonly Cut[]): string {
  const [when, now] = words[stage];
  const { set, from } = touchedOf(all);
  const upgrade = upgradeIn(set);
  const what = upgrade
    ? `an upgrade to ${upgrade.to}`
    : `a ${from === undefined ? "restore" : "rehearsal"}${set === "" ? "" : ` from the set ${set}`}${from === undefined ? "" : ` of ${from}`}`;
  return `${what} was cut off ${when}: ${now}`;
}

/** By one of those that it was about. */
const touchedOf = (all: readonly Cut[]): Pick<Cut, "set" | "from" | "volume"> =>
  all.find(({ phase }) => phase !== "none") ?? { set: "", volume: "" };

/** Where data are that an exchange was about. */
export interface Whereabouts {
  readonly service: string;
  readonly stack: string;
  readonly host: string;
  /** Whether the service has data on other hosts, too. */
  readonly isOnSeveral?: boolean;
}

/** What to type next: what goes on, and what goes back. */
export function nextOf(
  stage: Stage,
  all: readonly Cut[],
  { service, stack, host, isOnSeveral }: Whereabouts,
): readonly [string, ...string[]] {
  const { set, from, volume } = touchedOf(all);
  const where = `--stack ${stack}${isOnSeveral ? ` --host ${host}` : ""}`;
  if (upgradeIn(set)) {
    const part = volume === dataVolume ? service : `${service}/${volume}`;
    return [npx(`homeport upgrade-database ${part} ${where} --back --yes`)];
  }
  const back =
    from === undefined
      ? npx(`homeport restore ${service} ${where} --back --yes`)
      : npx(`homeport rehearse --to ${stack} --back --yes`);
  if (stage === "returning" || stage === "returned") return [back];
  const on =
    from === undefined
      ? npx(`homeport restore ${service} ${where}${set === "" ? "" : ` --set ${set}`} --yes`)
      : npx(`homeport rehearse --from ${from} --to ${stack} --yes`);
  return [on, back];
}
