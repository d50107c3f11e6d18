import { isWildcard } from "../shared/domain";
import { byCode } from "../shared/order";

/** A name that the application knows; an exact one where there is any, whatever their order. */
export const askedName = (domains: readonly string[]): string => {
  const sorted = [...domains].sort(byCode);
  return sorted.find((name) => !isWildcard(name)) ?? (sorted[0] ?? "").replace("*", "probe");
};
