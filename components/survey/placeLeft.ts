import { isSame } from "./mounts";
import { engineTypes, type StackState } from "./remembered";
import type { Survey } from "./survey";
import { unseenEngines } from "./unseen";
import type { OtherHost } from "./wantedVolume";

/** A place that was there before the service, as it is on each of the service's hosts. */
export interface TakenPlace {
  /** The engine's name of the volume, or the directory's path. */
  readonly place: string;
  /** Labels of the service's containers. */
  readonly labels: Readonly<Record<string, string>>;
  /** Names of the hosts that the service is on. */
  readonly hosts: readonly string[];
}

/** A container that wrote to a place of the same name, on a host that its service leaves. */
export interface PlaceLeft {
  readonly container: string;
  /** @default the program has it no more, or it does not answer */
  readonly host?: string;
}

/**
 * Whether a service leaves what it wrote behind. No resource stands for a place that was there before, so the state does not
 * say on which host it is: the container does that wrote to it.
 * @param surveys of all hosts that answer
 */
export function placeLeft(
  { place, labels, hosts }: TakenPlace,
  state: StackState | undefined,
  surveys: readonly OtherHost[],
): PlaceLeft | undefined {
  const here = surveys.filter(({ name }) => hosts.includes(name));
  for (const { outputs } of [...(state?.values() ?? [])].filter(
    (one) => one.type === engineTypes.container,
  )) {
    if (!hasLabels(outputs, labels) || !writesTo(outputs, place)) continue;
    const container = String(outputs.name);
    const there = surveys.filter(({ survey }) => has(survey, container));
    if (there.some(({ name }) => hosts.includes(name))) continue;
    const [first] = there;
    if (first) return { container, host: first.name };
    // One that is gone from every host was removed by hand, unless there are hosts that nobody has asked.
    if (
      here.length === hosts.length &&
      unseenEngines(
        state,
        surveys.map(({ name }) => name),
      ).length > 0 &&
      !here.some((one) => hasNetworkOf(one, outputs))
    )
      return { container };
  }
  return undefined;
}

type Outputs = Readonly<Record<string, unknown>>;
type Rows<T> = readonly Partial<T>[] | null | undefined;

const hasLabels = (outputs: Outputs, labels: TakenPlace["labels"]): boolean => {
  const own = (outputs.labels ?? []) as Rows<{ label: string; value: string }>;
  return Object.entries(labels).every(([label, value]) =>
    own?.some((one) => one.label === label && one.value === value),
  );
};

const writesTo = (outputs: Outputs, place: string): boolean =>
  (
    (outputs.volumes ?? []) as NonNullable<Rows<{ volumeName: string; hostPath: string; readOnly: boolean }>>
  ).some(({ volumeName, hostPath, readOnly }) => !readOnly && isSame(volumeName || hostPath || "", place));

const has = ({ containers }: Survey, name: string): boolean => containers.some((one) => one.name === name);

const hasNetworkOf = ({ survey }: OtherHost, outputs: Outputs): boolean => {
  const networks = (outputs.networksAdvanced ?? []) as NonNullable<Rows<{ name: string }>>;
  return networks.some(({ name }) => survey.networks.some((one) => one.name === name));
};
