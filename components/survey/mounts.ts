import { isBelow } from "../shared/below";
import type { EngineContainer } from "./objects";

/** Whether two places are the same: volumes by name; of directories, one may be in the other. */
export const isSame = (one: string, other: string): boolean =>
  one === other || (one.startsWith("/") && (isBelow(one, other) || isBelow(other, one)));

/** Whether a container has a place, or a directory around it or in it. What sees the whole machine only looks at it. */
export const mountsIt = ({ mounts }: EngineContainer, place: string): boolean =>
  mounts.some((one) => one !== "/" && isSame(one, place));
