import { setImmediate } from "node:timers/promises";
import * as pulumi from "@pulumi/pulumi";
import { perProgram } from "../survey/perProgram";
import { refused } from "../survey/refused";

/**
 * Waits until the program has made all that it makes in one go, and for ever where it has failed by then. Whatever runs on a machine
 * waits for it: of a program that ends in between, a half would be at work. A program that goes on after an error is ended, or Pulumi
 * would take what waits here for something that it does not have any more.
 */
export async function wholeProgram(): Promise<void> {
  if (!isDeployed()) return;
  await setImmediate();
  if (pulumi.log.hasErrors()) await halted();
}

/** By Pulumi's own host, whose process ends with the program; an inline program of the Automation API would wait for this one. */
const isDeployed = (): boolean =>
  !pulumi.runtime.isDryRun() && process.env.PULUMI_NODEJS_MONITOR !== undefined;

const halted = perProgram(() =>
  refused("The program has failed: nothing of it was put to work on any host."),
);
