import { compare } from "../../../promotion/difference";
import { pinned, runningImages } from "../../../promotion/images";
import type { BehindFacts } from "../facts";
import type { Surveyed } from "./gather";

/** Which environments are compared. */
export interface Comparing {
  /** Whether only what has run in another environment is to run there. */
  readonly isTarget: (stack: string) => boolean;
  /** Whether it shows things to work for another one: those that live as long as the project. */
  readonly isSource: (stack: string) => boolean;
  /** Whether a setting is one that each stack has for itself. */
  readonly mayDiffer: (key: string) => boolean;
}

/** Compares what has shown itself with what is to follow it. */
export const behindOf = (
  stacks: readonly Surveyed[],
  { isTarget, isSource, mayDiffer }: Comparing,
): BehindFacts[] =>
  stacks
    .filter(({ stack }) => isTarget(stack))
    .flatMap((to) =>
      stacks
        .filter(({ stack, update }) => isSource(stack) && !isTarget(stack) && update?.succeeded)
        .map((from) => difference(from, to, mayDiffer)),
    );

function difference(from: Surveyed, to: Surveyed, mayDiffer: (key: string) => boolean): BehindFacts {
  const ran = from.update;
  const images = { from: imagesOf(from), to: imagesOf(to) };
  const { images: changed, settings } = compare(
    { stack: from.stack, images: images.from, update: ran ?? to.update ?? never },
    { images: images.to, update: to.update },
    mayDiffer,
  );
  return {
    from: from.stack,
    to: to.stack,
    images: changed.map(({ containers, from: ahead, to: behind }) => ({
      containers,
      ...(ahead && { from: pinned(ahead) }),
      ...(behind && { to: pinned(behind) }),
    })),
    settings: settings.map(({ key }) => key),
  };
}

const never = { succeeded: false, ended: "", commit: undefined, dirty: false, settings: {} };

function imagesOf({ declared, engines }: Surveyed) {
  const answers = [...engines.values()].flatMap((answer) => ("known" in answer ? [answer.known] : []));
  const digests = answers.flatMap(({ containers, digests }) =>
    containers.map(({ id, imageId }) => [id, digests.get(imageId) ?? []] as const),
  );
  return runningImages(
    declared.containers.map(({ resource, id, image }) => ({ name: resource, id, image, engine: undefined })),
    Object.fromEntries(digests),
  );
}
