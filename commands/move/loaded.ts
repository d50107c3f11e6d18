import { besideData } from "../../components/backups/layout";
import { writeScript } from "../../components/containers/filesVolume";
import { engineLabel } from "../../components/databases/version";
import { commandLine } from "../../components/shared/shell";
import { serverOf } from "../backups/find";
import { type DumpPart, isDump } from "../backups/sets";
import { withCandidate } from "../databases/candidate";
import { dumpScript } from "../databases/scripts";
import { type AskedOfRows, rowsTold } from "../restore/volumes/bring";
import { onHost } from "../restore/volumes/engine";
import type { Step } from "../restore/volumes/exchange";
import { arriveScript, type Fetched } from "../restore/volumes/scripts";
import { Failure } from "../shared/failure";
import type { Deployment } from "../shared/state";
import type { Reaching } from "./reach";
import { type Remade, remadeFrom } from "./serverMade";
import type { Subject } from "./subject";

/** A database that is loaded by a server as the one that is gone. */
export interface Loading {
  readonly fetched: Fetched;
  readonly part: DumpPart;
  readonly remade: Remade;
  /** The engine's name of its volume, on the other host. */
  readonly source: string;
}

/**
 * Finds how the servers were made whose dumps a set has.
 * @param deployment with its secrets in clear
 * @throws Failure where the state does not say so.
 */
export const loadingsOf = (
  { declared, volumes, source }: Subject,
  all: readonly Fetched[],
  deployment: Deployment,
): Loading[] =>
  all.flatMap((fetched) => {
    const { part } = fetched;
    if (!isDump(part)) return [];
    const name = `${part.service}/${part.volume}`;
    const containers = declared.containers.filter(({ host }) => host === source.host);
    const server = serverOf({ containers }, name);
    const volume = volumes.find((one) => one.volume === part.volume);
    if (!server || !volume) throw new Failure(`${name} is a dump of ${part.engine}, and no database now`);
    return [
      {
        ...{ fetched, part, source: volume.name },
        remade: remadeFrom(deployment, server.id, name),
      },
    ];
  });

/** Has a dump loaded beside what is in its volume, by a server that is like the one that is gone, and its rows compared. */
export async function load(
  { target }: Subject,
  reaching: Reaching,
  { fetched, part, remade, source }: Loading,
  { acceptRows, step }: AskedOfRows & { readonly step: Step },
): Promise<void> {
  const what = `${part.service}/${part.volume}`;
  const name = `${reaching.name}-${part.volume}`;
  const files = `${name}-files`;
  const remove = () =>
    onHost(target, `${commandLine("docker", "volume", "rm", "--force", files)} >/dev/null`);
  await remove();
  try {
    const counts = await step(`${what} loaded by a server on host ${target.host}`, async () => {
      await onHost(target, writeScript(files, remade.image), 0, remade.archive);
      const at = await onHost(
        target,
        commandLine("docker", "volume", "inspect", "-f", "{{.Mountpoint}}", files),
      );
      const server = { labels: { [engineLabel]: part.engine }, made: remade.made(at.trim()) };
      const data = { source, below: `${besideData}/new` };
      return withCandidate({ place: target, called: what, name, server, data }, async (candidate) => {
        const { line, input } = reaching.command(dumpScript(fetched.place, part.snapshot));
        await candidate.read({ line, input, once: reaching.name });
        return candidate.counts();
      });
    });
    await step(rowsTold(what, counts, part, acceptRows), () => reaching.run(arriveScript(fetched), [source]));
  } finally {
    await remove();
  }
}
