import { isProven } from "../../../components/shared/image";
import { isAmong } from "../../../components/shared/pattern";
import type { Proven } from "../../shared/guardRails";
import { types } from "../../shared/types";
import { parseUrn } from "../../shared/urn";
import { containerFacts } from "../read/facts";
import { partName } from "./group";
import { ownersIn } from "./owner";
import type { ResourceChange } from "./resource";

/** An image that is new to an environment, and that no promotion has shown at work in another one. */
export interface UnprovenImage {
  readonly image: string;
  /** What gets it: services, or containers themselves. */
  readonly owners: readonly string[];
}

/** @param stack after which an environment is named that has no name of its own */
export function unprovenImages(
  stack: string,
  resources: readonly ResourceChange[],
  { environments, images, except }: Proven,
): UnprovenImage[] {
  const containers = resources.filter(({ type }) => type === types.container);
  const running = containers.map(({ before }) => containerFacts(before).image);
  const ownerOf = ownersIn(resources);
  const owners = new Map<string, Set<string>>();
  for (const container of containers) {
    const { image, environment = stack } = containerFacts(container.after);
    if (!image || running.includes(image) || images.some((ran) => isProven(image, ran))) continue;
    if (isAmong(except, container.name) || !isAmong(environments, environment)) continue;
    owners.set(image, (owners.get(image) ?? new Set()).add(nameOf(container, ownerOf(container))));
  }
  return [...owners].map(([image, all]) => ({ image, owners: [...all] }));
}

function nameOf(container: ResourceChange, owner: string): string {
  const component = parseUrn(owner);
  const own = component && component.type !== types.stack ? component.name : container.name;
  return partName(container) ?? own;
}
