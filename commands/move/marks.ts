import { type Move, moveLabels, movesIn } from "../../components/survey/moves";
import { volumeLabel } from "../../components/survey/wantedVolume";
import type { Place } from "../restore/volumes/engine";
import { succeedOn } from "../shared/engineCall";
import { askingOn, askVolumes } from "../status/read/engine";
import type { MovedVolume, Subject } from "./subject";

/** What an engine has: names of volumes, and which moves it remembers. */
export interface Remembering {
  readonly names: readonly string[];
  readonly moves: readonly Move[];
}

export async function rememberedAt({ engine, variables }: Place): Promise<Remembering> {
  const volumes = await askVolumes(askingOn(engine, variables));
  return { names: volumes.map(({ name }) => name), moves: movesIn(volumes) };
}

/** Has an engine remember a move: with a set once its data are in place, else that it has begun. */
export async function remember(
  at: Place,
  { service, source, target, volumes }: Subject,
  { epoch, set }: { readonly epoch: number; readonly set?: string },
): Promise<string> {
  const { [volumeLabel]: _, ...whose } = volumes[0]?.labels ?? {};
  const { "homeport.project": project, "homeport.environment": environment } = whose;
  const name = `${project}-${environment}-moved-${service}-${epoch}-${set === undefined ? "begun" : "done"}`;
  await create(at, name, {
    ...whose,
    "homeport.component": "move",
    [moveLabels.volumes]: volumes.map((one) => one.name).join(" "),
    [moveLabels.from]: source.host,
    [moveLabels.to]: target.host,
    [moveLabels.epoch]: String(epoch),
    ...(set === undefined ? {} : { [moveLabels.set]: set }),
  });
  return name;
}

export const forget = (at: Place, mark: string): Promise<string> =>
  succeedOn(at, ["docker", "volume", "rm", mark], at.variables, patience);

/** Makes the volumes that are not there, as an update would. */
export async function makeVolumes(at: Place, volumes: readonly MovedVolume[]): Promise<void> {
  for (const { name, labels } of volumes) await create(at, name, labels);
}

/** How long an engine may think, in seconds. */
const patience = 60;

const create = (at: Place, name: string, labels: Readonly<Record<string, string>>) =>
  succeedOn(
    at,
    [
      ...(["docker", "volume", "create"] as const),
      ...Object.entries(labels).flatMap(([label, value]) => ["--label", `${label}=${value}`]),
      name,
    ],
    at.variables,
    patience,
  );
