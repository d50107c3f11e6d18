import { npx } from "../../components/shared/npx";
import { lastMove } from "../../components/survey/moves";
import { awaitOnce } from "../restore/volumes/engine";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import { begunSet, hasRoom, lookAhead, mayTake, takeAway } from "./arrive";
import { carryOut, putBack, tellingWhatStays } from "./carryOut";
import { remember, rememberedAt } from "./marks";
import { openedState, type Reaching, reachFrom, waysOf } from "./reach";
import { lookAtSource } from "./source";
import type { Subject } from "./subject";
import { renderDone, renderPlan } from "./told";

/** What is asked for. */
export interface PlannedOptions {
  readonly back: boolean;
  readonly drop: boolean;
  readonly yes: boolean;
  readonly place?: number;
}

/** Moves data from a host that is there. */
export async function movePlanned(
  subject: Subject,
  options: PlannedOptions,
  surroundings: Surroundings,
): Promise<ExitCode> {
  const { out, terminal, variables } = surroundings;
  const { service, source: from, target, volumes } = subject;
  terminal.progress("asking both hosts …");
  const [here, there] = await Promise.all([rememberedAt(from), rememberedAt(target)]);
  const last = lastMove(volumes[0]?.name ?? "", [...here.moves, ...there.moves]);
  const begun = last?.set === undefined ? last : undefined;
  if (begun && begun.to !== target.host)
    throw new Failure(
      `${service} is being moved to host ${begun.to}; that first, or: ${npx(`homeport move ${service} --to ${begun.to} --back`)}`,
    );
  if (last?.set !== undefined && last.to === target.host) {
    if (options.yes) await remember(from, subject, { epoch: last.epoch, set: last.set });
    terminal.progress();
    out(renderDone(subject, last.set));
    return exitCodes.done;
  }
  if (last?.set !== undefined && last.to !== from.host)
    throw new Failure(
      `${service}: its data have moved to host ${last.to} already; say so in the program, and ${npx("pulumi up")}`,
    );
  const source = await lookAtSource(subject);
  if (options.back) {
    if (!begun) throw new Failure("--back: no move of it has been begun");
    if (options.yes) {
      await putBack(subject, source, begun.mark);
      await tellingWhatStays(subject, surroundings, async () => {
        const opened = waysOf(subject, await openedState(subject, variables));
        await takeAway(subject, await reachFrom(subject, opened, options.place));
      });
    }
    terminal.progress();
    out(
      options.yes
        ? `${service} runs on host ${from.host} again\n`
        : `With --yes it would start ${service} on host ${from.host} again.\n`,
    );
    return exitCodes.done;
  }
  const ways = waysOf(subject, await openedState(subject, variables));
  const reaching = await reachFrom(subject, ways, options.place);
  await awaitOnce(target, reaching.name);
  const place = await reached(subject, reaching, ways.places, options.place);
  const arrival = await lookAhead(subject, there, reaching);
  mayTake(target.host, arrival, options.drop, begunSet(arrival));
  hasRoom(
    target.host,
    arrival,
    source.standing.reduce((all, { bytes }) => all + bytes, 0),
  );
  const epochs = [...here.moves, ...there.moves, ...source.places.flatMap(({ sets = [] }) => sets)];
  const epoch = begun?.epoch ?? Math.max(1, ...epochs.map((one) => one.epoch)) + 1;
  terminal.progress();
  if (!options.yes) {
    out(
      renderPlan(subject, {
        source,
        arrival,
        shown: ways.places[Number(place)]?.shown ?? "",
        isBegun: begun !== undefined,
      }),
    );
    return exitCodes.done;
  }
  return carryOut({ subject, source, epoch, place, reaching, drop: options.drop }, surroundings);
}

/** The first repository that the other host reaches. */
async function reached(
  { target, sourceBackups }: Subject,
  { run }: Reaching,
  places: readonly { readonly shown: string; readonly isDirectory: boolean }[],
  place: number | undefined,
): Promise<string> {
  const candidates = places.flatMap(({ isDirectory }, at) =>
    (place ?? (isDirectory ? -1 : at)) === at ? [at] : [],
  );
  const said = await run(
    `for place in ${candidates.join(" ")}; do limit=60 restic_$place cat config >/dev/null 2>&1 && { echo $place; break; }; done; :`,
  );
  const found = said.trim();
  if (found !== "") return found;
  throw new Failure(
    `host ${target.host} reaches none of the repositories of ${sourceBackups.name}: ${places.map(({ shown }) => shown).join(", ")}; one that both reach can be a copy (copies); of a directory that host ${target.host} has under the same path, say --place`,
  );
}
