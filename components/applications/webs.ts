import type { ServicePort, Ways } from "../services/servicePort";
import type { ApplicationContainer, Web } from "./args";

/** All that a container answers for, the first way first. */
export const websOf = ({ web = [] }: Pick<ApplicationContainer, "web">): readonly Web[] => [web].flat();

/**
 * The same in the form of a service's.
 * @returns undefined where nobody outside reaches it
 */
export function waysOf(container: Pick<ApplicationContainer, "web">): Ways | undefined {
  const [first, ...others] = websOf(container);
  if (!first) return undefined;
  const { name: _, ...own } = first;
  return others.length > 0 ? { ...own, also: others as readonly ServicePort[] } : own;
}
