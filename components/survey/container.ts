import type { Remembered } from "./remembered";
import type { Survey } from "./survey";

/** The label that tells in place of which container another one was made, after that one was gone. */
export const anewLabel = "homeport.anew";

/** What has become of a container that the state knows. */
export interface Fate {
  /** Value of its label; a new one has it made anew. */
  readonly mark: string | undefined;
  /** In words, where it is gone. */
  readonly gone?: string;
  /** In words, where it is there and does no work. */
  readonly idle?: string;
  /** Since when its environment sleeps. */
  readonly asleep?: string;
}

const ended = new Set(["exited", "dead"]);

/**
 * Compares what the state knows of a container with what its engine has. A container that is gone gets a label that it
 * did not have, and is made anew for it.
 */
export function fateOf(remembered: Remembered | undefined, survey: Survey | undefined): Fate {
  if (!remembered) return { mark: undefined };
  const { name, labels, networksAdvanced } = remembered.outputs as unknown as ContainerOutputs;
  const before = labels?.find(({ label }) => label === anewLabel)?.value;
  if (!survey) return { mark: before };
  const asleep = survey.containers.find((one) => one.name === name)?.asleep;
  if (asleep !== undefined) return { mark: before, asleep };
  const gone = goneAs(name, networksAdvanced?.[0]?.name, survey);
  if (gone !== undefined) return { mark: name, gone: `${name} ${gone}` };
  const idle = idleAs(name, survey);
  return idle === undefined ? { mark: before } : { mark: before, idle };
}

/** What a person has stopped for a while, or what starts in vain, is nothing that a new container mends. */
function idleAs(container: string, { containers }: Survey): string | undefined {
  switch (containers.find(({ name }) => name === container)?.state) {
    case "paused":
      return `${container} is paused, and answers nobody; docker unpause ${container}`;
    case "restarting":
      return `${container} ends again and again; docker logs ${container}`;
    default:
      return undefined;
  }
}

function goneAs(container: string, network: string | undefined, survey: Survey): string | undefined {
  const there = survey.containers.find(({ name }) => name === container);
  if (!there) return "is gone";
  if (ended.has(there.state)) return `has ended (${there.status})`;
  return network !== undefined && !there.networks.includes(network)
    ? `is not on the network ${network} any more`
    : undefined;
}

interface ContainerOutputs {
  readonly name: string;
  readonly labels?: readonly { readonly label: string; readonly value: string }[];
  readonly networksAdvanced?: readonly { readonly name: string }[];
}
