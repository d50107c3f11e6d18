import { directoryMount, stateMount } from "../../components/backups/layout";
import { runIn } from "../backups/ask";
import { containersAt, type Handed, type Mount } from "../restore/volumes/engine";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { Pair } from "./pairs";

/**
 * Whether a repository is read from a host of the other environment.
 * @throws Failure where it is a directory of another host.
 */
export async function checkReached(pair: Pair, place: string, variables: Variables): Promise<void> {
  const { from, to } = pair;
  const directory = await directoryOf(pair, place, variables);
  if (directory && from.engine.endpoint !== to.engine.endpoint)
    throw new Failure(
      `the repository ${directory.Source} is a directory of the host of ${from.stack}, which that of ${to.stack} does not reach; name another one by --place, as one of its copies`,
    );
}

/**
 * Takes the ways to the one environment's repositories out of its backup container, for whoever reads them on a host of the
 * other: they pass through this process alone, and are in no setting, no state and on no disk there.
 */
export async function waysOf(pair: Pair, place: string, variables: Variables): Promise<Handed> {
  const directory = await directoryOf(pair, place, variables);
  const ways = await runIn(pair.from, `tar -c -C ${stateMount} library secrets | base64`, variables);
  return {
    ways,
    directories: directory ? [{ from: directory.Source, to: directoryMount(Number(place)) }] : [],
  };
}

async function directoryOf({ from }: Pair, place: string, variables: Variables): Promise<Mount | undefined> {
  const all = await containersAt({ host: from.host, engine: from.engine, variables });
  return all
    .find(({ id }) => id === from.container)
    ?.mounts.find(({ Destination }) => Destination === directoryMount(Number(place)));
}
