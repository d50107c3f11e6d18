import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { quote } from "../shared/shell";
import type { DockerHost } from "./component";

/** A script with the title under which a person sees it. */
export interface Titled {
  readonly title: string;
  readonly script: string;
}

/** A script that runs where the host's engine can be reached. */
export interface HostCommandArgs {
  /** Runs at creation and again at every change: it has to be safe to run twice. */
  readonly run: pulumi.Output<Titled>;
  /** What the script reads; it appears in no process list. */
  readonly stdin: pulumi.Input<string>;
  /**
   * Runs when the resource goes.
   * @default nothing
   */
  readonly remove?: pulumi.Output<Titled>;
  /**
   * Environment values of the script.
   * @default none
   */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Makes a command on a host, whatever its kind. */
export function hostCommand(
  name: string,
  host: DockerHost,
  { run, stdin, remove, environment }: HostCommandArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  return new local.Command(
    name,
    {
      create: run.apply(({ title }) => title),
      delete: remove?.apply(({ title }) => title),
      interpreter: pulumi
        .all([run, remove])
        .apply((titled) => byTitle(titled.filter((one) => one !== undefined))),
      stdin,
      environment: { ...host.commandEnvironment, ...environment },
      addPreviousOutputInEnv: false,
    },
    opts,
  );
}

/**
 * An interpreter that runs the script whose title it is given. A failed command is reported by its text:
 * this way that is a title that a person can read, and not a line of shell.
 */
export const byTitle = (titled: readonly Titled[]): string[] => [
  "/bin/sh",
  "-c",
  `case $0 in\n${titled.map(({ title, script }) => `${quote(title)}) ${script};;`).join("\n")}\nesac`,
];
