import type { StackState } from "../../../components/survey/remembered";
import type { Survey } from "../../../components/survey/survey";

/** A survey of an engine on another machine that has nothing, but for what is said. */
export const surveyOf = (parts: Partial<Survey> = {}): Survey => ({
  processors: 2,
  keeps: { memory: true, swap: true },
  networks: [],
  containers: [],
  volumes: [],
  images: new Set(),
  ...parts,
});

/** A container that runs, but for what is said. */
export const container = (parts: Partial<Survey["containers"][number]>): Survey["containers"][number] => ({
  name: "prod-blog-0",
  state: "running",
  status: "Up 2 hours",
  networks: ["prod-network"],
  ports: [],
  mounts: [],
  labels: {},
  ...parts,
});

/** A state that knows engine objects by URN: their type and outputs. */
export const stateOf = (
  entries: Readonly<Record<string, readonly [type: "volume" | "network" | "container", outputs: object]>>,
): StackState => {
  const types = {
    volume: "docker:index/volume:Volume",
    network: "docker:index/network:Network",
    container: "docker:index/container:Container",
  };
  return new Map(
    Object.entries(entries).map(([urn, [type, outputs]]) => [
      urn,
      { type: types[type], outputs: outputs as Record<string, unknown> },
    ]),
  );
};
