import { directoryMount, stateMount } from "../../components/backups/layout";
import { runIn } from "../backups/ask";
import { containersAt, type Handed } from "../restore/volumes/engine";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { Pair } from "./pairs";

/**
 * Takes the ways to the one environment's repositories out of its backup container, for whoever reads them on a host of the
 * other: they pass through this process alone, and are in no setting, no state and on no disk there.
 * @throws Failure where the repository is a directory of another host.
 */
export async function waysOf({ from, to }: Pair, place: string, variables: Variables): Promise<Handed> {
  const mount = directoryMount(Number(place));
  const all = await containersAt({ host: from.host, engine: from.engine, variables });
  const directory = all
    .find(({ id }) => id === from.container)
    ?.mounts.find(({ Destination }) => Destination === mount);
  if (directory && from.engine.endpoint !== to.engine.endpoint)
    throw new Failure(
      `the repository ${directory.Source} is a directory of the host of ${from.stack}, which that of ${to.stack} does not reach; name another one by --place, as one of its copies`,
    );
  const ways = await runIn(from, `tar -c -C ${stateMount} library secrets | base64`, variables);
  return { ways, directories: directory ? [{ from: directory.Source, to: mount }] : [] };
}
