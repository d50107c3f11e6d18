import { isSix } from "./address";
import { overlaps } from "./subnet";
import { overlaps6 } from "./subnet6";

/** @returns whether two networks of whatever kind share an address. */
export const meets = (a: string, b: string): boolean =>
  isSix(a) === isSix(b) && (isSix(a) ? overlaps6(a, b) : overlaps(a, b));
