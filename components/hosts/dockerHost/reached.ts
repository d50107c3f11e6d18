import type * as pulumi from "@pulumi/pulumi";
import type { Survey } from "../../survey/survey";
import type { HostFacts } from "../hostSetup/facts";
import type { GoesWith, Machine } from "../machine/machine";
import type { EngineDoor } from "./pull";

/** What makes `docker`, in a script that runs here, talk to a host's engine. */
export interface DockerCommands {
  readonly environment: Readonly<Record<string, string>>;
  /** Shell text before the script. */
  readonly before: pulumi.Output<string>;
}

/** A host of any kind, as the other components need it. */
export interface ReachedHost {
  readonly machine: Machine;
  /** Where the machine is, seen from the one that runs the program. */
  readonly address: pulumi.Input<string>;
  /** How the Docker provider reaches the engine; known when the engine is there. */
  readonly engine: { readonly host: pulumi.Input<string>; readonly sshOpts?: pulumi.Input<string[]> };
  readonly docker: DockerCommands;
  /** Where the engine's socket is on the machine. @default /var/run/docker.sock */
  readonly engineSocket?: string;
  /** How a program of this machine reaches the engine. */
  readonly door: pulumi.Output<EngineDoor>;
  /**
   * What the machine is.
   * @default the engine alone was looked at
   */
  readonly facts?: pulumi.Output<HostFacts>;
  /** @default the host outlives what is deployed to it */
  readonly goesWith?: GoesWith;
  /** Whether the engine's directories are those of the machine that runs the program. */
  readonly isHere: boolean;
  /**
   * What the engine has and can. The engine that the program itself talks to is asked at once, any other when it has
   * been set up; undefined where it does not answer, unknown at a preview before there is one.
   */
  readonly survey: pulumi.Output<Survey | undefined>;
}
