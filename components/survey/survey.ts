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
  /** @default the engine runs on another machine than the one that was asked, as in Docker Desktop's own */
  readonly machine?: SurveyedMachine;
}

/** Reads the answer of the survey's script. */
export function parseSurvey(answer: string): Survey {
  const { info, networks, containers, volumes, images, kernel, ...machine } = partsOf(answer);
  const [processors, memory, swap, engineKernel] = info.split(" ");
  const bridges = parseNetworks(networks);
  return {
    processors: Number(processors),
    keeps: { memory: memory === "true", swap: swap === "true" },
    networks: bridges,
    containers: parseContainers(containers),
    volumes: parseVolumes(volumes),
    images: parseImages(images),
    machine: kernel === engineKernel ? parseMachine(machine, bridges) : undefined,
  };
}
