import { text } from "node:stream/consumers";
import { type Container, docker, logsOf } from "../../support/containers";
import type { Home } from "../home";
import { running } from "./opened";

/** Runs a shell as root with a volume at /data, beside whatever else uses it; what it wrote. */
export async function runWithVolume(home: Home, volume: string, script: string): Promise<string> {
  // The router's image has a shell.
  const [router] = await running(home, "router");
  const helper = await docker.createContainer({
    Image: router?.Config.Image,
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

/** Which containers of the same service started and went while `work` ran, in the engine's own order. */
export async function containerEvents(like: Container, work: () => Promise<unknown>): Promise<string[][]> {
  const since = Date.now() / 1_000;
  await work();
  const labels = Object.entries(like.Config.Labels).filter(([name]) => name.startsWith("homeport."));
  const stream = await docker.getEvents({
    since,
    until: Date.now() / 1_000,
    filters: { label: labels.map(([name, value]) => `${name}=${value}`), event: ["start", "destroy"] },
  });
  const lines = (await text(stream as unknown as NodeJS.ReadableStream)).split("\n").filter(Boolean);
  return lines
    .map((line) => JSON.parse(line) as { Action: string; Actor: { ID: string }; timeNano: number })
    .sort((a, b) => a.timeNano - b.timeNano)
    .map(({ Action, Actor }) => [Action, Actor.ID]);
}
