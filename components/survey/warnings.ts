import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { remembered } from "./remembered";

/**
 * Tells what a command has warned of, in a deployment in which it ran. What it writes meanwhile is shown until its next line, and
 * is not among what Pulumi says at the end.
 */
export function tellWarnings(command: local.Command): void {
  // Asked now: once the command has run, the state has what it says of this time.
  const former = remembered();
  const { urn, interpreter, stdin, stderr } = command;
  pulumi.all([urn, { interpreter, stdin, stderr }]).apply(async ([own, ran]) => {
    const warnings = warningsIn(ran.stderr ?? "");
    if (warnings.length === 0 || !hasRun((await former)?.get(own)?.outputs, ran)) return;
    for (const one of warnings) pulumi.log.warn(one, command);
  });
}

type Outputs = Readonly<Record<string, unknown>>;

/** Whether a command ran in this deployment, as far as its outputs tell. */
export const hasRun = (before: Outputs | undefined, now: Outputs): boolean =>
  Object.entries(now).some(([name, value]) => JSON.stringify(before?.[name]) !== JSON.stringify(value));

/** Warnings in what a script said: each is a line, and the indented ones below it. */
export const warningsIn = (said: string): string[] =>
  [...said.matchAll(/^warning: (.*(?:\n {2}.*)*)/gm)].map(([, text = ""]) => text);
