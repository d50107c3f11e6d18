import { type Place, places } from "../read/facts";
import type { ResourceChange } from "./resource";
import type { Change, UnitChange, VolumeChange } from "./unit";

/** Where data are: in a volume of the unit's own, or in a place that was there before it. */
export type Where = Place | { readonly kind: "own" };

/** Data that are taken from another place than before, which have nothing of the former in them. */
export interface DataMove extends Change<Where> {
  readonly name: string;
}

/** Where the data of a service or an application are, before and after an update. */
export function dataOf(
  component: ResourceChange | undefined,
  volumes: readonly VolumeChange[],
): UnitChange["data"] {
  const own = (...changes: VolumeChange["change"][]) =>
    Object.fromEntries(
      volumes
        .filter(({ change }) => changes.includes(change))
        .map(({ name }): [string, Where] => [name, { kind: "own" }]),
    );
  return {
    before: { ...own("kept", "left", "lost"), ...places(component?.before) },
    after: { ...own("kept", "added"), ...places(component?.after) },
  };
}

export const movedData = ({ before, after }: UnitChange["data"]): DataMove[] =>
  Object.entries(after).flatMap(([name, now]) => {
    const former = before[name];
    return former && JSON.stringify(former) !== JSON.stringify(now)
      ? [{ name, before: former, after: now }]
      : [];
  });
