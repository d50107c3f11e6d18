import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { byTitle, type Titled } from "../../shared/titled";
import { unbroken } from "../exchange/unbroken";
import type { DockerHost } from "./component";

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
      interpreter: pulumi.all([host.docker.before, run, remove]).apply(([before, ...titled]) =>
        byTitle(
          titled
            .filter((one) => one !== undefined)
            .map(({ title, script, unbroken: whole }) => ({
              title,
              script: whole ? unbroken(before + script) : before + script,
            })),
        ),
      ),
      stdin,
      environment: { ...host.docker.environment, ...environment },
      addPreviousOutputInEnv: false,
    },
    { ...host.goesWith, ...opts },
  );
}
