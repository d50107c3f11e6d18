import { besideData } from "../../components/backups/layout";
import { engineOf } from "../../components/databases/engines";
import { kindOf } from "../../components/databases/version";
import { commandLine } from "../../components/shared/shell";
import { type Candidate, endCandidate, withCandidate } from "../databases/candidate";
import { type Counted, type Counts, countsProblem, parseCounts, rowsOf } from "../databases/counts";
import { runScript } from "../databases/scripts";
import { isRunning, onHost, runOnce } from "../restore/volumes/engine";
import { type Exchange, move, resume, start, stop, turn } from "../restore/volumes/exchange";
import { arrivedScript, prepareScript } from "../restore/volumes/scripts";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { type Upgraded, wordOf } from "./journal";
import { remember } from "./mark";
import type { Subject } from "./subject";

/** An upgrade that is done, of one volume. */
export interface Upgrading {
  readonly subject: Subject;
  readonly exchange: Exchange;
  readonly upgraded: Upgraded;
  readonly image: string;
}

const candidatesOf = ({ target: { once }, standing: { volume } }: Subject) =>
  ({ former: `${once}-${volume}-former`, next: `${once}-${volume}` }) as const;

/** Ends servers that a run which was killed has left. */
export async function endCandidates(subject: Subject): Promise<void> {
  for (const name of Object.values(candidatesOf(subject))) await endCandidate(subject.target.place, name);
}

/** Has the image, so that nothing waits for it once all stands still. */
export async function fetchImage({ subject: { target }, exchange, image }: Upgrading): Promise<void> {
  if (await isThere(target.place, image)) return;
  await exchange.step(`${image} fetched on host ${target.place.host}`, () =>
    onHost(target.place, `${commandLine("docker", "pull", "--quiet", image)} >/dev/null`, 0),
  );
}

/** Whether the host has an image. */
export const isThere = async (place: Subject["target"]["place"], image: string): Promise<boolean> =>
  (
    await onHost(place, `${commandLine("docker", "image", "inspect", "-f", "yes", image)} 2>/dev/null || :`)
  ).trim() === "yes";

/**
 * Tries it beside the server that runs: what cannot be loaded shows before anything stops.
 * @throws Failure where it cannot; nothing has changed.
 */
export async function tryIt(upgrading: Upgrading): Promise<void> {
  const { subject, exchange, upgraded } = upgrading;
  const { server, part } = subject;
  if (!isRunning(server)) return;
  try {
    await exchange.step(`${part} tried: its dump loaded by ${upgraded.to} beside the one in use`, () =>
      loadedFrom(upgrading, { id: server.id, counts: () => countsAt(subject, server.id) }),
    );
  } finally {
    await move(exchange, "drop").catch(() => {});
  }
}

/** Stops all, and has what is there then take the place of the former data. */
export async function carryOut(upgrading: Upgrading): Promise<ExitCode> {
  const { subject, exchange, upgraded } = upgrading;
  const { target, standing, server, part } = subject;
  try {
    await stop(exchange);
    const settings = { place: target.place, server, called: part, name: candidatesOf(subject).former };
    const rows = await exchange.step(
      `${part} dumped as it is now, loaded by ${upgraded.to}, and all rows compared`,
      () =>
        withCandidate({ ...settings, data: { source: standing.source } }, (former) =>
          loadedFrom(upgrading, former, 0),
        ),
    );
    await exchange.step(`${rowsOf(rows)}, none missing`, () =>
      once(upgrading, arrivedScript(`${wordOf(upgraded)} dump`)),
    );
    await takePlace(upgrading);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await exchange.step(`FAILED, so it goes on with its former data: ${error.message}`, async () => {});
    await turn(exchange, "back");
    await start(exchange);
    await resume(exchange);
    return exitCodes.amiss;
  }
  return exitCodes.done;
}

/** Has the data that are there take their place, with nobody who uses them. */
export async function takePlace({ subject, exchange, upgraded }: Upgrading): Promise<void> {
  await turn(exchange, "forward");
  await remember(subject, upgraded);
  await resume(exchange);
}

/** A server that is dumped. */
type Dumped = Pick<Candidate, "id" | "counts">;

/**
 * Loads what a server has into one of the new image, beside the data in use.
 * @param leeway how far rows may differ, as a part of them; by default as much as they change while others write
 */
async function loadedFrom(
  { subject, exchange, upgraded, image }: Upgrading,
  from: Dumped,
  leeway?: number,
): Promise<Counts> {
  const { target, standing, server, part } = subject;
  await move(exchange, "drop");
  await once({ subject }, prepareScript(`${wordOf(upgraded)} dump`));
  const settings = { place: target.place, server, called: part, name: candidatesOf(subject).next, image };
  const data = { source: standing.source, below: `${besideData}/new` };
  const { rows, counted } = await withCandidate({ ...settings, data }, async (next) => {
    const before = await from.counts();
    await next.take(from.id);
    const after = await from.counts();
    return { rows: await next.counts(), counted: { before, after } };
  });
  areWhole(part, rows, counted, leeway);
  return rows;
}

/** @throws Failure where rows are missing, or too many. */
function areWhole(part: string, rows: Counts, counted: Counted, leeway: number | undefined): void {
  const problem = countsProblem(rows, counted, leeway);
  if (problem !== undefined) throw new Failure(`${part}: ${problem}`, exitCodes.amiss);
}

const once = (
  { subject: { target, standing } }: Pick<Upgrading, "subject">,
  script: string,
): Promise<string> =>
  runOnce(target.place, {
    ...{ name: target.once, backups: target.container, sources: [standing.source], script },
  });

const countsAt = async (subject: Subject, id: string): Promise<Counts> =>
  parseCounts(await inside(subject, id, "counts"));

/** What the server has that no dump of its database has. */
export const besideIn = async (subject: Subject): Promise<string[]> =>
  isRunning(subject.server)
    ? (await inside(subject, subject.server.id, "beside")).split("\n").filter(Boolean)
    : [];

const inside = ({ target, label }: Subject, id: string, shell: "counts" | "beside"): Promise<string> =>
  onHost(target.place, runScript(id, engineOf(kindOf(label))[shell] ?? ":"), 0);
