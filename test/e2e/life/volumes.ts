import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { testImages } from "../../images/tags";
import { type Container, docker, logsOf } from "../../support/containers";
import { waitFor } from "../../support/wait";
import type { Home } from "../home";
import { running } from "./opened";

/** The only container of the service with a private volume. */
export async function store(home: Home): Promise<Container> {
  const [only, ...others] = await running(home, "store");
  if (!only || others.length > 0) throw new Error("there is not one container of store");
  return only;
}

export function volumeOf({ Mounts }: Container): string {
  const [{ Name } = {}] = Mounts.filter(({ Destination }) => Destination === "/data");
  if (!Name) throw new Error("store has no volume at /data");
  return Name;
}

/** Runs a shell as root with a volume at /data, beside whatever else uses it; what it wrote. */
export async function runWithVolume(home: Home, volume: string, script: string): Promise<string> {
  const helper = await docker.createContainer({
    Image: testImages.haproxy,
    User: "0",
    Entrypoint: ["sh", "-c", script],
    Labels: { ...home.labels },
    HostConfig: { Binds: [`${volume}:/data`], NetworkMode: "none" },
  });
  try {
    await helper.start();
    const { StatusCode } = await helper.wait();
    const said = await logsOf(helper.id);
    if (StatusCode !== 0) throw new Error(`${script}: ${said}`);
    return said;
  } finally {
    await helper.remove({ force: true });
  }
}

/** Which containers of the same service started and ended while `work` ran, in the engine's own order. */
export async function containerEvents(like: Container, work: () => Promise<unknown>): Promise<string[][]> {
  const labels = Object.entries(like.Config.Labels).filter(([name]) => name.startsWith("homeport."));
  const label = labels.map(([name, value]) => `${name}=${value}`);
  // Heard as they come: the engine forgets all but its last few hundred.
  const stream = (await docker.getEvents({ filters: { label, event: ["start", "die"] } })) as Readable;
  const events: string[][] = [];
  createInterface(stream).on("line", (line) => {
    const { Action, Actor } = JSON.parse(line) as { Action: string; Actor: { ID: string } };
    events.push([Action, Actor.ID]);
  });
  try {
    await work();
    await waitFor("the last event", async () => events.some(([action]) => action === "start"));
  } finally {
    stream.destroy();
  }
  return events;
}
