import * as pulumi from "@pulumi/pulumi";
import { hasRefused, refusal } from "../shared/refuse";
import { perProgram } from "../survey/perProgram";
import type { DumpedDatabase } from "./dumped";

/** A database that no `Backups` has yet. */
interface Waiting {
  /** As people call it. */
  readonly called: string;
  readonly found: () => void;
}

const waiting = perProgram(() => {
  const all = new Map<DumpedDatabase, Waiting>();
  // A program whose databases wait ends in no other way.
  process.once("beforeExit", () => refuseLeft(all));
  return all;
});

/**
 * Has the preview refused where the program ends and no `Backups` has it.
 * @returns once one has it
 */
export function inBackups(called: string, dumped: DumpedDatabase): Promise<void> {
  if (!pulumi.runtime.isDryRun()) return Promise.resolve();
  return new Promise((found) => waiting().set(dumped, { called, found }));
}

/** They are in a `Backups`. */
export function areInBackups(dumped: readonly DumpedDatabase[]): void {
  for (const one of dumped) {
    waiting().get(one)?.found();
    waiting().delete(one);
  }
}

function refuseLeft(all: ReadonlyMap<DumpedDatabase, Waiting>): void {
  if (all.size === 0 || hasRefused()) return;
  const told = [...all].map(([{ host }, { called }]) => unsaid(called, host.hostName));
  Promise.reject(refusal(told.join("\n")));
}

const unsaid = (called: string, host: string): string =>
  `${called}.backup: it says that Backups has it dumped, and none of this program on host ${host} has it in its "of"; name it there, or say what else backs it up, "none" where its data may be lost`;
