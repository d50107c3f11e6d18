import { midway, type Phase, returning } from "../../../components/backups/swap";
import { dataVolume } from "../../../components/databases/dumped";
import { engineLabel } from "../../../components/databases/version";
import { npx } from "../../../components/shared/npx";
import { exitCodes, Failure } from "../../shared/failure";
import { upgradeIn } from "../../upgradeDatabase/journal";
import { runOnce } from "./engine";
import { lookScript } from "./scripts";
import type { Target, TargetVolume } from "./target";

/** How a volume stands. */
export interface Standing extends TargetVolume {
  readonly phase: Phase;
  /** The set whose data are, or are to be, in it; empty where there was no restore. */
  readonly set: string;
  /** The environment whose set that is. @default the volume's own */
  readonly from?: string;
  /** Hours since what is kept has been. */
  readonly hours: number;
  readonly bytes: number;
  /** What is kept beside the data in use, in bytes. */
  readonly beside: number;
  /** The disk that it is on, and how much room that has. */
  readonly disk: string;
  readonly free: number;
}

/** Reads what the look at volumes wrote, a line each in their order. */
export const parseLook = (text: string, volumes: readonly TargetVolume[]): Standing[] =>
  text
    .split("\n")
    .filter(Boolean)
    .flatMap((line, at) => {
      const [phase = "none", set = "", from, hours, beside, kibibytes, disk = "", free] = line.split("\t");
      const volume = volumes[at];
      return volume
        ? [
            {
              ...volume,
              ...{ phase: phase as Phase, set, disk, hours: Number(hours), ...(from && { from }) },
              ...{ bytes: kibibytesOf(kibibytes), beside: kibibytesOf(beside), free: kibibytesOf(free) },
            },
          ]
        : [];
    });

const kibibytesOf = (text: string | undefined): number => Number(text) * 1024;

/** Looks into all volumes of the service, and changes nothing. */
export async function look({
  place,
  once,
  container,
  volumes,
}: Pick<Target, "place" | "once" | "container" | "volumes">): Promise<Standing[]> {
  const sources = volumes.map(({ source }) => source);
  const how = { name: once, backups: container, sources, readOnly: true };
  return parseLook(await runOnce(place, { ...how, script: lookScript }), volumes);
}

/** What is to be done, as the volumes stand. */
export type Course =
  | "begin"
  /** One that was cut off goes on, to the new data. */
  | "go on"
  /** The former data come back. */
  | "go back"
  /** The former data are in place: what was brought goes, and what was stopped is started. */
  | "give up";

/** What was written beside the data in use, and has not changed places with them. */
export const brought: readonly Phase[] = ["fetching", "ready", "drop"];

/**
 * Tells what is to be done with the volumes that are wanted.
 * @param set the one that is asked for
 * @param areRunning whether all that uses them runs
 * @throws Failure where it cannot be done as they stand.
 */
export function courseOf(
  all: readonly Standing[],
  service: string,
  { back, set }: { readonly back: boolean; readonly set?: string },
  areRunning: boolean,
): Course {
  const wanted = all.filter(({ isWanted }) => isWanted);
  const among = (some: readonly Standing[], ...phases: readonly Phase[]) =>
    some.filter(({ phase }) => phases.includes(phase));
  const left = among(
    all.filter(({ isWanted }) => !isWanted),
    ...midway,
    ...returning,
  );
  if (left.length > 0)
    throw new Failure(
      `${named(service, left)}: an exchange of its data was cut off; all of them first: ${npx(`homeport restore ${service}`)}`,
      exitCodes.unfinished,
    );
  refuseUpgraded(service, among(wanted, ...midway, ...returning, "done", "undone"));
  const done = among(wanted, "done");
  if (back) {
    const exchanged = among(wanted, ...midway, ...returning, "done");
    if (exchanged.length > 0) return "go back";
    if (!areRunning || among(wanted, ...brought).length > 0) return "give up";
    throw new Failure(`--back: nothing is kept of ${named(service, wanted)} that could come back`);
  }
  if (among(wanted, ...returning).length > 0) return "go back";
  const [first] = [...among(wanted, ...midway), ...done];
  const isCutOff =
    among(wanted, ...midway).length > 0 ||
    (done.length > 0 &&
      among(wanted, "ready", "done").length === wanted.length &&
      (done.length < wanted.length || (!areRunning && done.every(({ hours }) => hours === 0))));
  // All is brought, and what was stopped for the exchange stands still.
  const isAboutTo =
    !areRunning &&
    among(wanted, "ready").length === wanted.length &&
    (set ?? wanted[0]?.set) === wanted[0]?.set;
  if (isAboutTo && wanted.every((one) => one.set === wanted[0]?.set)) return "go on";
  if (isCutOff && wanted.every((one) => one.set === first?.set)) {
    if (set !== undefined && set !== first?.set)
      throw new Failure(
        `--set: a restore from the set ${first?.set} was cut off; leave --set out to go on with it, or say --back`,
      );
    return "go on";
  }
  if (done.length > 0)
    throw new Failure(
      `${named(service, done)}: the data from before the restore of the set ${done[0]?.set} are kept; --back brings them back, --drop removes them and lets another restore begin`,
    );
  return "begin";
}

/**
 * What is kept belongs to another server.
 * @throws Failure where an upgrade has begun, is done and can be gone back from, or was gone back from without the update.
 */
function refuseUpgraded(service: string, some: readonly Standing[]): void {
  for (const one of some) {
    const upgrade = upgradeIn(one.set);
    const what = named(service, [one]);
    const part = one.volume === dataVolume ? service : what;
    if (upgrade && one.phase !== "undone")
      throw new Failure(
        `${what}: the data from before its upgrade to ${upgrade.to} are kept; ${npx(`homeport upgrade-database ${part} --back`)} brings them back, --drop removes them and lets a restore begin`,
      );
    if (upgrade && one.server?.labels[engineLabel] === upgrade.to)
      throw new Failure(
        `${what}: its data are of ${upgrade.from} again; give it such an image in the program, and ${npx("pulumi up")}`,
      );
  }
}

export const named = (service: string, some: readonly TargetVolume[]): string =>
  some.map(({ volume }) => `${service}/${volume}`).join(", ");
