import { keptVolumes, unusedElsewhere, userOf } from "./keptVolumes";
import { lastMove, movesIn } from "./moves";
import { isInUse } from "./objects";
import { engineTypes, namesOf, type StackState } from "./remembered";
import type { Survey } from "./survey";
import { unseenHosts } from "./unseen";
import { elsewhere, gone, inUse, movedOn, perhapsAway, several, underWay } from "./volumeRefusals";
import type { ElsewhereVolume, FoundVolume, OtherHost, WantedVolume } from "./wantedVolume";

const componentLabel = "homeport.component";

/**
 * Finds the data of a volume before anything is made: a container that names a volume which is not there gets an empty
 * one from its engine, without a word.
 * @param survey of the volume's host; undefined where it does not answer
 */
export function findVolume(
  wanted: WantedVolume,
  state: StackState | undefined,
  survey: Survey | undefined,
  others: readonly OtherHost[],
): FoundVolume {
  const remembered = rememberedAs(wanted, state);
  if (remembered !== undefined) {
    const moved = movedElsewhere(wanted, remembered, survey, others);
    if (moved !== undefined) return { refused: moved };
    const isThere = survey?.volumes.some(({ name }) => name === remembered) ?? true;
    const away = isThere
      ? stillUsed(wanted, remembered, state, survey, others)
      : whereOf([remembered], others);
    if ((isThere && away === undefined) || wanted.hostMayBeNew) return { found: remembered, known: true };
    if (away === undefined) return { refused: missing(wanted, remembered, state, others) };
    return wanted.mayBeLost
      ? { found: remembered, known: true, stays: away }
      : { refused: elsewhere(wanted, away) };
  }
  // Whoever has no state cannot tell its own data from those of another deployment.
  if (!survey || !state) return { found: undefined };
  const kept = keptVolumes(wanted, state, survey);
  const user = userOf(kept, state, survey);
  if (user !== undefined) return { refused: inUse(wanted, user) };
  if (kept.length > 1) return { refused: several(wanted, kept) };
  if (kept[0] !== undefined) {
    const moved = movedElsewhere(wanted, kept[0], survey, others);
    return moved === undefined ? { found: kept[0], known: false } : { refused: moved };
  }
  const theirs = others.flatMap((other) => keptVolumes(wanted, new Map(), other.survey));
  const away = wanted.perHost ? undefined : whereOf(theirs, others);
  if (away === undefined) return { found: undefined, unused: unusedElsewhere(wanted, state, survey) };
  return wanted.mayBeLost ? { found: undefined, stays: away } : { refused: elsewhere(wanted, away) };
}

/** Of a volume that no host has which answers. */
function missing(
  wanted: WantedVolume,
  name: string,
  state: StackState | undefined,
  others: readonly OtherHost[],
): string {
  const away = unseenHosts(state, [wanted.host, ...others.map((other) => other.name)]);
  return away.length > 0 ? perhapsAway(wanted, name, away) : gone(wanted, name);
}

const rememberedAs = ({ urn, formerUrn = "" }: WantedVolume, state: StackState | undefined) =>
  (state?.get(urn) ?? state?.get(formerUrn))?.outputs.name as string | undefined;

/** What a host has under a volume's name counts only where the last move ended there: others have kept what it was before. */
function movedElsewhere(
  wanted: WantedVolume,
  name: string,
  survey: Survey | undefined,
  others: readonly OtherHost[],
): string | undefined {
  const surveys = [...(survey ? [survey] : []), ...others.map((other) => other.survey)];
  const move = lastMove(
    name,
    surveys.flatMap(({ volumes }) => movesIn(volumes)),
  );
  if (!move) return undefined;
  if (move.set === undefined) return underWay(wanted, move);
  return move.to === wanted.host ? undefined : movedOn(wanted, move);
}

/**
 * Another host, on which the service still runs on a volume that was brought here under the same name. What makes backups of
 * it there goes with the update.
 */
function stillUsed(
  { labels }: WantedVolume,
  name: string,
  state: StackState | undefined,
  survey: Survey | undefined,
  others: readonly OtherHost[],
): ElsewhereVolume | undefined {
  const own = namesOf(state, engineTypes.container);
  const service = labels[componentLabel] ?? "";
  const isOfService = (component = "") => component === service || component.startsWith(`${service}/`);
  const uses = ({ containers, volumes }: Survey) =>
    volumes.some((one) => one.name === name) &&
    containers.some(
      (one) =>
        isInUse(one) &&
        own.has(one.name) &&
        isOfService(one.labels[componentLabel]) &&
        one.mounts.includes(name),
    );
  if (survey && uses(survey)) return undefined;
  const there = others.find((other) => uses(other.survey));
  return there && { host: there.name, name };
}

/** Which of the other hosts has one of these volumes. */
export const whereOf = (
  names: readonly string[],
  others: readonly OtherHost[],
): ElsewhereVolume | undefined =>
  others.flatMap(({ name: host, survey }) =>
    survey.volumes.filter(({ name }) => names.includes(name)).map(({ name }) => ({ host, name })),
  )[0];
