import { isBelow } from "../shared/below";
import type { EngineContainer } from "./objects";

/** Whether two places are the same: volumes by name; of directories, one may be in the other. */
export const isSame = (one: string, other: string): boolean =>
  one === other || (one.startsWith("/") && (isBelow(one, other) || isBelow(other, one)));

/** What a container has of a place: itself, or a directory around it or in it. What sees the whole machine only looks. */
export const mountOf = ({ mounts }: EngineContainer, place: string): string | undefined =>
  mounts.find((one) => one !== "/" && isSame(one, place));

export const mountsIt = (container: EngineContainer, place: string): boolean =>
  mountOf(container, place) !== undefined;
