import { rehearsedFile, stateMount } from "../../../components/backups/layout";
import { isKept } from "../../../components/services/volumeBackup";
import { notStarted } from "../../backups/notStarted";
import { keptOf } from "../../restore/volumes/kept";
import { answerOn } from "../../shared/engineCall";
import { parseJson } from "../../shared/json";
import type { Variables } from "../../shared/surroundings";
import type { Asked } from "../facts/asked";
import type { BackupFacts, PlaceFacts, RehearsedFacts, VolumeFacts } from "../facts/data";
import { answerFrom, type Surveyed } from "./survey";

const border = "== places";
const rehearsals = "== rehearsed";

/** A script that asks the backup container what it has written down, without a question to a repository. */
const script = `cat ${stateMount}/ages 2>/dev/null; echo "${border}"; for here in ${stateMount}/places/*; do
  cat "$here/outcome" 2>/dev/null
done; echo "${rehearsals}"; cat ${rehearsedFile} 2>/dev/null; :`;

/** How long it may take, in seconds. */
const patience = 15;

/** What backs up the environment says of its last runs. */
export const askBackups = ({ declared, engines }: Surveyed, variables: Variables): Promise<BackupFacts[]> =>
  Promise.all(
    declared.backups.map(async (one) => {
      const { name, host, volumes, everySeconds } = one;
      const told = { name, host, volumes, ...(everySeconds === undefined ? {} : { everySeconds }) };
      const container = declared.containers.find(({ unit, role }) => role === "backups" && unit === one.name);
      const engine = declared.hosts.find((there) => there.name === one.host)?.engine;
      const there = answerFrom(engines, host)?.containers ?? [];
      const isRunning = there.some(({ id, state }) => id === container?.id && state === "running");
      const isExchanging = there.some(
        ({ name: other, state }) => state === "running" && other.startsWith(`${container?.name}-restore`),
      );
      const stands = { ...told, isRunning, isExchanging };
      if (!container || !engine) {
        const notAsked = "its container is not known";
        return { ...stands, kept: { notAsked }, runs: { notAsked } };
      }
      const kept = await keptOf({ name, ...declared }, { host, engine, variables }).then(
        (known) => ({ known }),
        (error: Error) => ({ notAsked: error.message }),
      );
      if (!isRunning) {
        const why = await notStarted({ ...one, engine, container: container.id }, variables);
        return { ...stands, kept, runs: { notAsked: why ?? "its container does not run" } };
      }
      const command = ["docker", "exec", container.id, "sh", "-c", script] as const;
      const runs: Asked<BackupFacts["runs"] extends Asked<infer T> ? T : never> = await answerOn(
        engine,
        command,
        variables,
        patience,
      ).then(
        (text) => ({ known: parseRuns(text) }),
        (error: Error) => ({ notAsked: error.message }),
      );
      return { ...stands, kept, runs };
    }),
  );

/** Reads what was written down: when each volume was backed up last, and what came of the last run at each place. */
export function parseRuns(text: string): {
  newest: Record<string, string>;
  rehearsed?: RehearsedFacts;
  places: PlaceFacts[];
} {
  const [runs = "", last = ""] = text.split(`${rehearsals}\n`);
  const [ages = "", outcomes = ""] = runs.split(`${border}\n`);
  const rehearsed = parseJson(last) as RehearsedFacts | undefined;
  const newest: Record<string, number> = {};
  for (const line of ages.split("\n").filter(Boolean)) {
    const [service, volume, , seconds] = line.split(" ");
    const key = `${service}/${volume}`;
    newest[key] = Math.max(newest[key] ?? 0, Number(seconds));
  }
  return {
    newest: Object.fromEntries(
      Object.entries(newest).map(([key, seconds]) => [key, new Date(seconds * 1000).toISOString()]),
    ),
    ...(rehearsed && { rehearsed }),
    places: outcomes.split("\n").flatMap((line) => {
      const outcome = parseJson(line) as (Omit<PlaceFacts, "at"> & { readonly time: number }) | undefined;
      if (!outcome) return [];
      const { shown, time, problem, warned } = outcome;
      return [{ shown, at: new Date(time * 1000).toISOString(), problem, warned }];
    }),
  };
}

/** Says of each volume when it was backed up last, and whether anybody does it. */
export const withBackups = (volumes: readonly VolumeFacts[], all: readonly BackupFacts[]): VolumeFacts[] =>
  volumes.map((volume) => {
    if (!isKept(volume.backup)) return volume;
    const key = `${volume.service}/${volume.volume}`;
    const by = all.find((one) => one.host === volume.host && one.volumes.includes(key));
    const backedUp = by && "known" in by.runs ? by.runs.known.newest[key] : undefined;
    return { ...volume, ...(by && { by: by.name }), ...(backedUp === undefined ? {} : { backedUp }) };
  });
