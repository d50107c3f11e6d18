import type { UnitChange } from "./unit";

/** Another word on who gets in at one of a unit's ports. */
export interface SignInChange {
  /** A further port's name; absent of its own. */
  readonly port?: string;
  /** The service that said it before, and the one that says it now. */
  readonly before?: string;
  readonly after?: string;
}

/** All that changes about who is asked who gets in. */
export function signInChanges({ signIns: { before, after } }: Pick<UnitChange, "signIns">): SignInChange[] {
  const ports = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return ports
    .filter((port) => before[port] !== after[port])
    .map((port) => ({ ...(port && { port }), before: before[port], after: after[port] }));
}
