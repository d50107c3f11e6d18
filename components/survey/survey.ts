import { sleepersIn } from "./asleep";
import { parseMachine, type SurveyedMachine } from "./machine";
import { type EngineNetwork, parseNetworks } from "./networks";
import {
  type EngineContainer,
  type EngineVolume,
  parseContainers,
  parseImages,
  parseVolumes,
} from "./objects";
import { partsOf } from "./script";
import { translatesSix } from "./translation";

/** What an engine has and can, and the machine that it runs on: asked once for each host and command of Pulumi. */
export interface Survey {
  readonly processors: number;
  /** What of a container's limits the machine's kernel keeps. */
  readonly keeps: { readonly memory: boolean; readonly swap: boolean };
  readonly networks: readonly EngineNetwork[];
  readonly containers: readonly EngineContainer[];
  readonly volumes: readonly EngineVolume[];
  /** By name and tag, and by name and digest. */
  readonly images: ReadonlySet<string>;
  /** Whether containers get visitors by IPv6 as they get those by IPv4. @default that is not seen */
  readonly translatesSix?: boolean;
  /** @default the engine runs on another machine than the one that was asked, as in Docker Desktop's own */
  readonly machine?: SurveyedMachine;
}

/** Reads the answer of the survey's script. */
export function parseSurvey(answer: string): Survey {
  const { info, networks, containers, volumes, images, kernel, version, daemon, flags, ...machine } =
    partsOf(answer);
  const [processors, memory, swap, engineKernel] = info.split(" ");
  const bridges = parseNetworks(networks);
  const isHere = kernel === engineKernel;
  const all = parseVolumes(volumes);
  return {
    processors: Number(processors),
    keeps: { memory: memory === "true", swap: swap === "true" },
    networks: bridges,
    containers: withSleepers(parseContainers(containers), sleepersIn(all)),
    volumes: all,
    images: parseImages(images),
    ...(isHere ? { translatesSix: translatesSix({ version, daemon, flags }) } : {}),
    machine: isHere ? parseMachine(machine, bridges) : undefined,
  };
}

const withSleepers = (
  containers: readonly EngineContainer[],
  sleepers: ReadonlyMap<string, string>,
): EngineContainer[] =>
  containers.map((one) => {
    const asleep = one.state === "exited" ? sleepers.get(one.name) : undefined;
    return asleep === undefined ? one : { ...one, asleep };
  });
