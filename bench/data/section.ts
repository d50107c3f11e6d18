import { findEngine } from "../../test/e2e/engine";
import { mostMemoryDuring } from "../../test/support/containers";
import type { Run, Section } from "../section";
import { gapDuring } from "./gap";
import { type Amount, DataHome } from "./home";
import { plainDump, plainRestore } from "./plain";
import { type Measured, report } from "./report";

const whole: Amount = { files: 20_000, fileBytes: 53_687, rows: 1_000_000 };
const small: Amount = { files: 400, fileBytes: 53_687, rows: 20_000 };

/** What backups, restores and rehearsals take. */
export const data: Section = {
  title: "Data",
  async measure(run) {
    const engine = findEngine();
    if ("missing" in engine) return `Left out: ${engine.missing}.`;
    const amount = run.trial ? small : whole;
    run.say("data: two environments …");
    const home = await DataHome.open();
    try {
      return report(await measured(home, amount, run), amount);
    } finally {
      await home.close();
    }
  },
};

async function measured(home: DataHome, amount: Amount, { repeats, say }: Run): Promise<Measured> {
  await setOf(home);
  const rehearsedEmpty = (await home.rehearse()).seconds;
  say("data: filling …");
  await home.fill(amount);
  say("data: sets …");
  const first = await setOf(home);
  const unchanged = [];
  for (let repeat = 0; repeat < repeats; repeat++) unchanged.push(await setOf(home));
  const restores = [];
  for (let repeat = 1; repeat <= repeats; repeat++) {
    say(`data: restore ${repeat} of ${repeats}`);
    const one = {
      files: await restoreOf(home, "pages"),
      plainFiles: await plainRestore(home, ""),
      plainVerified: await plainRestore(home, "--verify"),
      database: await restoreOf(home, "store"),
      plainDatabase: await plainDump(home),
    };
    say(`data: ${JSON.stringify(one)}`);
    restores.push(one);
  }
  say("data: rehearsal …");
  return { first, unchanged, restores, rehearsedEmpty, rehearsed: await home.rehearse() };
}

/** A set, by what restic remembers of each snapshot. */
export interface SetMade {
  readonly seconds: number;
  readonly files: number;
  readonly database: number;
  readonly mostMemory: number;
}

async function setOf(home: DataHome): Promise<SetMade> {
  const { Id } = await home.container("backups");
  const begun = performance.now();
  const [mostMemory = 0] = await mostMemoryDuring([Id], async () => void (await home.homeport("backup")));
  const seconds = (performance.now() - begun) / 1_000;
  const ofPart = async (part: string) => {
    const told = await home.inside(
      "backups",
      `. /backups/library; restic_0 snapshots --json --tag part-${part} --latest 1 | jq -r '.[-1].summary | .backup_start + " " + .backup_end'`,
    );
    const [start = "", end = ""] = told.trim().split(" ");
    return (Date.parse(end) - Date.parse(start)) / 1_000;
  };
  return { seconds, files: await ofPart("pages-files"), database: await ofPart("store-data"), mostMemory };
}

/** A restore as a person has it. */
export interface Restored {
  /** Until the data are there, beside those in use. */
  readonly brought: number;
  /** For how long nobody was served; of a database, that is not asked for. */
  readonly gap?: number;
}

async function restoreOf(home: DataHome, service: "pages" | "store"): Promise<Restored> {
  const work = () => home.homeport("restore", service, "--yes");
  const { result: told, gap } = service === "pages" ? await gapDuring(work) : { result: await work() };
  const steps = [...told.matchAll(/^ *([0-9.]+) s {2}(.*)$/gm)];
  const before = steps.slice(
    0,
    steps.findIndex(([, , what = ""]) => what.includes("stopped, as no set")),
  );
  await home.homeport("restore", service, "--drop", "--yes");
  return { brought: before.reduce((sum, [, seconds]) => sum + Number(seconds), 0), gap };
}
