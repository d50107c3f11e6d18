import { compare } from "../../promote/difference";
import { pinned, runningImages } from "../../shared/runningImages";
import type { BehindFacts } from "../facts/home";
import type { Surveyed } from "./survey";

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
): BehindFacts[] => {
  const sources = stacks.flatMap(({ update, ...one }) =>
    update?.succeeded && isSource(one.stack) && !isTarget(one.stack)
      ? [{ stack: one.stack, images: imagesOf(one), update }]
      : [],
  );
  return stacks
    .filter(({ stack }) => isTarget(stack))
    .flatMap((to) =>
      sources.map((from) => {
        const { update } = to;
        const { images, settings } = compare(from, { images: imagesOf(to), update }, mayDiffer);
        return {
          from: from.stack,
          to: to.stack,
          images: images.map(({ containers, from: ahead, to: behind }) => ({
            containers,
            ...(ahead && { from: pinned(ahead) }),
            ...(behind && { to: pinned(behind) }),
          })),
          settings: settings.map((one) => ({
            key: one.key,
            from: one.from !== undefined,
            to: one.to !== undefined,
          })),
        };
      }),
    );
};

function imagesOf({ declared, engines }: Pick<Surveyed, "declared" | "engines">) {
  const answers = [...engines.values()].flatMap((answer) => ("known" in answer ? [answer.known] : []));
  const digests = answers.flatMap(({ containers, digests }) =>
    containers.map(({ id, imageId }) => [id, digests.get(imageId) ?? []] as const),
  );
  return runningImages(
    declared.containers.map(({ resource, id, image }) => ({ name: resource, id, image, engine: undefined })),
    Object.fromEntries(digests),
  );
}
