import { type Container, docker, memoryOf } from "../../test/support/containers";
import { processorDuring } from "../processor";
import { type Part, parts, type WatchedHome } from "./home";

/** What one container takes. */
export interface Taken {
  /** Bytes of its processes that are in memory, files that they share among them counted for each. */
  readonly resident: number;
  /** Bytes that the kernel could not drop at once, as its groups count them. */
  readonly held: number;
  /** Milliseconds of processor time in each second. */
  readonly processor: number;
}

/** Of the whole home, what the monitor's questions may cost: it is measured beside, and counted for nobody. */
export const asked = ["farm-haproxy", "router-traefik"] as const;
export type Measured = Readonly<Record<Part | (typeof asked)[number], Taken>>;

/** Looks at all containers for so long. Processor time is that of the kernel's groups, whichever layout they have. */
export async function takenBy(home: WatchedHome, seconds: number): Promise<Measured> {
  const all = [
    ...parts.map((part) => [part, home.part(part)] as const),
    ...asked.map((name) => [name, home.container(name)] as const),
  ];
  const processors = await processorDuring(
    all.map(([, container]) => container),
    seconds,
  );
  const entries = all.map(async ([name, container], at) => {
    const taken: Taken = {
      resident: await residentOf(container),
      held: await memoryOf(container.Id),
      processor: processors[at] ?? 0,
    };
    return [name, taken];
  });
  return Object.fromEntries(await Promise.all(entries)) as Measured;
}

/** As `ps` tells it of every process in a container. */
async function residentOf({ Id }: Container): Promise<number> {
  const { Titles, Processes } = await docker.getContainer(Id).top({ ps_args: "-eo pid,rss" });
  const column = Titles.indexOf("RSS");
  return Processes.reduce((sum: number, one: string[]) => sum + Number(one[column]) * 1_024, 0);
}
