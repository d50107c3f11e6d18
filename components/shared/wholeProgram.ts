import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { hasRefused } from "./refuse";

/**
 * Waits until the program has made all that it makes in one go, and for ever where it has failed by then. Whatever runs on a machine
 * waits for it: of a program that ends in between, as only an update without a preview can, a half would be at work.
 */
export async function wholeProgram(): Promise<void> {
  await setImmediate();
  if (hasRefused() || pulumi.log.hasErrors()) await never;
}

const never = new Promise<never>(() => {});
