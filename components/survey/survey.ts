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
  /** The least port that an engine may give which does not run as root. @default it may give every port */
  readonly leastPort?: number;
  /** @default the engine runs on another machine than the one that was asked, as in Docker Desktop's own */
  readonly machine?: SurveyedMachine;
}

/** Reads the answer of the survey's script. */
export function parseSurvey(answer: string): Survey {
  const {
    info,
    networks,
    containers,
    volumes,
    images,
    kernel,
    version,
    daemon,
    flags,
    lowPorts,
    ...machine
  } = partsOf(answer);
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
    ...leastPortOf(info, lowPorts),
    ...(isHere ? { translatesSix: translatesSix({ version, daemon, flags }) } : {}),
    machine: isHere ? parseMachine(machine, bridges) : undefined,
  };
}

/** An engine without root's rights has them for low ports where somebody gave them to what publishes its ports. */
function leastPortOf(info: string, lowPorts: string): Pick<Survey, "leastPort"> {
  if (!info.includes("name=rootless") || lowPorts.includes("cap_net_bind_service")) return {};
  return { leastPort: Number.parseInt(lowPorts, 10) || 1024 };
}

const withSleepers = (
  containers: readonly EngineContainer[],
  sleepers: ReadonlyMap<string, string>,
): EngineContainer[] =>
  containers.map((one) => {
    const asleep = one.state === "exited" ? sleepers.get(one.name) : undefined;
    return asleep === undefined ? one : { ...one, asleep };
  });
