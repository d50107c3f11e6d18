import { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { keep } from "../../shared/kept";
import { byTitle, isClear, kept, readKept, type Titled } from "../../shared/titled";
import { wholeProgram } from "../../shared/wholeProgram";
import { tellWarnings } from "../../survey/warnings";
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

/** Makes a command on a host, whatever its kind. What it runs and reads is kept beside the state, unless it is secret. */
export function hostCommand(
  name: string,
  host: DockerHost,
  { run, stdin, remove, environment }: HostCommandArgs,
  opts: pulumi.CustomResourceOptions,
): local.Command {
  const { before } = host.docker;
  const input = pulumi.output(stdin);
  const clear = { script: isClear(run), input: stdin !== "" && isClear(input) };
  const command = new local.Command(
    name,
    {
      create: run.apply(({ title }) => title),
      delete: remove?.apply(({ title }) => title),
      interpreter: pulumi
        .all([before, run, remove, clear, wholeProgram()])
        .apply(([shell, made, removed, is]) =>
          byTitle([
            reading(is.input, is.script ? kept(whole(shell, made)) : whole(shell, made)),
            ...(removed ? [whole(shell, removed)] : []),
          ]),
        ),
      stdin: pulumi.all([input, clear.input]).apply(([text, isKept]) => (isKept ? `${keep(text)}\n` : text)),
      environment: { ...host.docker.environment, ...environment },
      addPreviousOutputInEnv: false,
    },
    { ...host.goesWith, ...opts },
  );
  tellWarnings(command);
  return command;
}

const whole = (before: string, { title, script, unbroken: goesOn }: Titled): Titled => ({
  title,
  script: goesOn ? unbroken(before + script) : before + script,
});

const reading = (isKept: boolean, { title, script }: Titled): Titled => ({
  title,
  script: isKept ? `${readKept}; ${script}` : script,
});
