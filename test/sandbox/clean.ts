import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import pLimit from "p-limit";
import pRetry from "p-retry";
import { type EngineAddress, engineAt } from "./engines/engineAt";
import { enginesOf, forget, rememberedOwners } from "./engines/remembered";
import { isKept } from "./owner";

/** On every object that a sandbox makes. */
export const idLabel = "homeport.sandbox";
export const ownerLabel = "homeport.sandbox.owner";

/** What of sandboxes an engine holds, by kind. */
interface Found {
  containers: string[];
  networks: string[];
  volumes: string[];
}

/** Machines that are gone are not waited for much longer than others take. */
const secondsElsewhere = 30;

/** An engine 20.10 may wait for itself for ever where many containers leave their networks at the same moment. */
const fewAtOnce = 2;

/** Removes all that the sandbox made, here and on other machines; returns how many objects that were. */
export async function removeSandbox(docker: Docker, id: string): Promise<number> {
  const [here, ...elsewhere] = await Promise.all([
    removeLabelled(docker, `${idLabel}=${id}`),
    ...enginesOf(id).map((engine) => removeElsewhere(engine, id)),
  ]);
  forget(id);
  return elsewhere.reduce((sum, count) => sum + count, here);
}

/** A machine that does not answer any more has taken along what was on it. */
async function removeElsewhere(engine: EngineAddress, id: string): Promise<number> {
  const late = sleep(secondsElsewhere * 1_000, 0, { ref: false });
  return Promise.race([removeLabelled(engineAt(engine), `${idLabel}=${id}`).catch(() => 0), late]);
}

/** Removes all that has a label; returns how many objects that were. */
export async function removeLabelled(docker: Docker, label: string): Promise<number> {
  const found = await find(docker, label);
  // Containers hold on to networks and volumes, so they go first.
  await pLimit(fewAtOnce).map(found.containers, (name) =>
    gone(() => docker.getContainer(name).remove({ force: true, v: true })),
  );
  await Promise.all([
    ...found.networks.map((name) => gone(() => removeNetwork(docker, name))),
    ...found.volumes.map((name) => gone(() => docker.getVolume(name).remove())),
  ]);
  return found.containers.length + found.networks.length + found.volumes.length;
}

/** Removes what earlier sandboxes left whose process is gone, also after a kill; the ids of these. */
export async function removeLeftovers(docker: Docker): Promise<string[]> {
  const owners = [...(await sandboxes(docker)), ...rememberedOwners()];
  const left = [...new Set(owners.filter(([, owner]) => !isKept(owner)).map(([id]) => id))];
  for (const id of left) await removeSandbox(docker, id);
  return left;
}

/** Every sandbox on the engine, with its owner. */
export async function sandboxes(docker: Docker): Promise<Map<string, string>> {
  const [containers, networks, { Volumes: volumes }] = await list(docker, idLabel);
  const owners = new Map<string, string>();
  for (const { Labels: labels } of [...containers, ...networks, ...(volumes ?? [])]) {
    const id = labels?.[idLabel];
    if (id) owners.set(id, labels?.[ownerLabel] ?? "");
  }
  return owners;
}

async function find(docker: Docker, label: string): Promise<Found> {
  const [containers, networks, { Volumes: volumes }] = await list(docker, label);
  return {
    containers: containers.map(({ Id }) => Id),
    networks: networks.map(({ Id }) => Id),
    volumes: (volumes ?? []).map(({ Name }) => Name),
  };
}

function list(docker: Docker, label: string) {
  const filters = { label: [label] };
  return Promise.all([
    docker.listContainers({ all: true, filters }),
    docker.listNetworks({ filters }),
    docker.listVolumes({ filters }),
  ]);
}

/** What a test has put into the network beside the program leaves it: it may be in use elsewhere. */
async function removeNetwork(docker: Docker, name: string): Promise<void> {
  const network = docker.getNetwork(name);
  const { Containers: guests = {} } = await network.inspect();
  for (const Container of Object.keys(guests)) await network.disconnect({ Container, Force: true });
  await network.remove().catch(async (error: Error) => {
    if (!error.message.includes("has active endpoints")) throw error;
    const { Containers: left = {}, Name, IPAM } = await network.inspect();
    if (Object.keys(left).length > 0) throw error;
    // An engine may miscount where many containers come and go at once; it counts anew when it starts.
    console.warn(
      `The engine keeps the network ${Name} (${IPAM?.Config?.[0]?.Subnet}) until it is started again: it counts containers there, and has none.`,
    );
  });
}

/** Gone is gone, whoever did it; an object that is still in use for a moment is asked again. */
async function gone(remove: () => Promise<unknown>): Promise<void> {
  await pRetry(
    async () => {
      try {
        await remove();
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode !== 404) throw error;
      }
    },
    { retries: 6, factor: 2, minTimeout: 100 },
  );
}
