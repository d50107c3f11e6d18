import { readUrn } from "../shared/urn";
import { engineTypes, type StackState } from "./remembered";
import { whereOf } from "./volume";
import { type OtherHost, volumeLabel } from "./wantedVolume";

/** A volume of a service on a host that it leaves. */
export interface LeftBehind {
  readonly urn: string;
  /** The engine's name. */
  readonly name: string;
  /** @default the program has it no more, or it does not answer */
  readonly host?: string;
}

/** A volume of a service, on whichever hosts. */
export interface VolumeOfService {
  readonly component: string;
  /** Its name within the service. */
  readonly volume: string;
  /** What its resources are called, on each of the hosts that the service stays on. */
  readonly resources: readonly string[];
}

/** What a service has written on hosts that it leaves. */
export const volumesLeft = (
  { component, volume, resources }: VolumeOfService,
  state: StackState | undefined,
  hosts: readonly OtherHost[],
): LeftBehind[] =>
  [...(state ?? [])]
    .filter(([urn, { type, outputs }]) => {
      const labels = labelsOf(outputs.labels);
      return (
        type === engineTypes.volume &&
        labels["homeport.component"] === component &&
        labels[volumeLabel] === volume &&
        !resources.includes(readUrn(urn).name)
      );
    })
    .map(([urn, { outputs }]) => {
      const name = String(outputs.name);
      const host = whereOf([name], hosts)?.host;
      return { urn, name, ...(host === undefined ? {} : { host }) };
    });

const labelsOf = (labels: unknown): Record<string, string> =>
  Object.fromEntries(
    ((labels ?? []) as readonly { label: string; value: string }[]).map(({ label, value }) => [label, value]),
  );
