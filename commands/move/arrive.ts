import { midway } from "../../components/backups/swap";
import { parseLook, type Standing } from "../restore/volumes/look";
import { type Fetched, fetchScript, giveUpScript, lookScript, swapScript } from "../restore/volumes/scripts";
import { Failure } from "../shared/failure";
import { bytes } from "../status/render/units";
import { makeVolumes, type Remembering, rememberedAt } from "./marks";
import type { Reaching } from "./reach";
import type { Subject } from "./subject";

/** The other host, before anything is done there. */
export interface Arrival {
  /** In bytes. */
  readonly free: number;
  /** Volumes of the same names that are there already. */
  readonly standing: readonly Standing[];
}

/** Looks at the other host, and makes nothing. */
export async function lookAhead(
  { volumes }: Pick<Subject, "volumes">,
  { names }: Remembering,
  reaching: Reaching,
): Promise<Arrival> {
  const there = volumes.filter(({ name }) => names.includes(name));
  const [free = "", ...lines] = (
    await reaching.run(
      `df -Pk / | awk 'NR == 2 { print $4 }'\n${there.length > 0 ? lookScript : ""}`,
      there.map(({ name }) => name),
    )
  ).split("\n");
  const wanted = there.map(({ name, volume }) => ({ volume, source: name, isWanted: true }));
  return { free: Number(free) * 1024, standing: parseLook(lines.join("\n"), wanted) };
}

/** Room that is left on a disk beside what is written there, as a part of it. */
const spare = 0.05;

/** @throws Failure where there is not room enough. */
export function hasRoom(host: string, { free, standing }: Arrival, needed: number): void {
  const room = Math.min(free, ...standing.map((one) => one.free));
  if (needed * (1 + spare) > room)
    throw new Failure(`host ${host} has no room: ${bytes(needed)} are needed, and ${bytes(room)} are left`);
}

/** @throws Failure where a volume there keeps data from before another exchange, and nobody has given them up. */
export function mayTake(host: string, { standing }: Arrival, drop: boolean, set?: string): void {
  const kept = standing.filter((one) => ["done", "undone"].includes(one.phase) && one.set !== set);
  if (kept.length > 0 && !drop)
    throw new Failure(
      `host ${host}: ${kept.map(({ source }) => source).join(", ")} keeps data from before an earlier exchange; --drop gives them up`,
    );
}

/** The set whose data an earlier run has begun to put there, past the point at which another one could be taken. */
export const begunSet = ({ standing }: Arrival): string | undefined =>
  standing.find(({ phase }) => midway.includes(phase))?.set;

/**
 * Removes what was brought and nobody goes on with: it may have filled the disk. What was there before comes back.
 * @param set @default the one that is midway
 */
export async function takeAway(subject: Subject, reaching: Reaching, set?: string): Promise<void> {
  const there = await rememberedAt(subject.target);
  const volumes = subject.volumes.filter(({ name }) => there.names.includes(name));
  // One that is not there would be made.
  if (volumes.length === 0) return;
  const given = set ?? begunSet(await lookAhead({ volumes }, there, reaching)) ?? "";
  await reaching.run(
    giveUpScript(given),
    volumes.map(({ name }) => name),
  );
}

/**
 * Has a set's files beside what is there.
 * @returns of which a server has to do it
 */
export async function bringOver(
  { target, volumes }: Pick<Subject, "target" | "volumes">,
  reaching: Reaching,
  fetched: readonly Fetched[],
  drop: boolean,
): Promise<number[]> {
  await makeVolumes(target, volumes);
  const said = await reaching.run(
    fetchScript(fetched, { verifies: true, givesUp: drop }),
    volumes.map(({ name }) => name),
  );
  return said.split("\n").filter(Boolean).map(Number);
}

/** Puts what is beside in place, and what was there aside. */
export const takePlace = ({ volumes }: Pick<Subject, "volumes">, reaching: Reaching): Promise<string> =>
  reaching.run(
    `${swapScript("forward")}
# Nothing was there, and nothing is kept.
for one in /restore/*; do at "$one" || exit 1; [ -n "$(ls -A "$kept/before" 2>/dev/null)" ] || [ -e "$kept/aside" ] || drop || exit 1; done`,
    volumes.map(({ name }) => name),
  );
