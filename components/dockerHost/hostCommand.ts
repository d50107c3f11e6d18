import { local } from "@pulumi/command";
import type * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "./component";

/** A script that runs where the host's engine can be reached. */
export interface HostCommandArgs {
  /** Runs at creation and again at every change: it has to be safe to run twice. */
  readonly run: pulumi.Input<string>;
  /** What the script reads; it appears in no process list. */
  readonly stdin: pulumi.Input<string>;
  /**
   * Runs when the resource goes.
   * @default nothing
   */
  readonly remove?: pulumi.Input<string>;
}

/** Makes a command on a host, whatever its kind. */
export const hostCommand = (
  name: string,
  host: DockerHost,
  { run, stdin, remove }: HostCommandArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command =>
  new local.Command(
    name,
    {
      create: run,
      stdin,
      delete: remove,
      environment: host.commandEnvironment,
      addPreviousOutputInEnv: false,
    },
    opts,
  );
