import { matches } from "../../../components/shared/pattern";
import { containerFacts } from "../read/facts";
import { parseUrn } from "../read/urn";
import { ownersIn } from "./owner";
import type { ResourceChange } from "./resource";
import { types } from "./types";

/** What guard rails say of images that have run where they could hurt nobody. */
export interface Proven {
  /** Environments that run nothing else; a name may end with a star. */
  readonly environments: readonly string[];
  readonly images: readonly string[];
  /** Containers that are not looked at. */
  readonly except: readonly string[];
}

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
  const isAmong = (patterns: readonly string[], name: string) => patterns.some((one) => matches(one, name));
  const containers = resources.filter(({ type }) => type === types.container);
  const running = containers.map(({ before }) => containerFacts(before).image);
  const ownerOf = ownersIn(resources);
  const owners = new Map<string, Set<string>>();
  for (const container of containers) {
    const { image, environment = stack } = containerFacts(container.after);
    if (!image || running.includes(image) || isProven(image, images)) continue;
    if (isAmong(except, container.name) || !isAmong(environments, environment)) continue;
    owners.set(image, (owners.get(image) ?? new Set()).add(nameOf(container, ownerOf(container))));
  }
  return [...owners].map(([image, all]) => ({ image, owners: [...all] }));
}

/** By digest it has to be the same; a tag stands for what it was when it ran. */
function isProven(image: string, ran: readonly string[]): boolean {
  const [named, digest] = image.split("@");
  return ran.some((one) => {
    const [otherName, otherDigest] = one.split("@");
    return digest === undefined ? named === otherName : digest === otherDigest;
  });
}

function nameOf({ name }: ResourceChange, owner: string): string {
  const component = parseUrn(owner);
  return component && component.type !== types.stack ? component.name : name;
}
