import type * as pulumi from "@pulumi/pulumi";
import type { Program } from "../program";

/** What a program of a monitor is, before it has its place and the password by which it is asked. */
export interface DescribedProgram extends Omit<Program, "monitor" | "files"> {
  /** Files that anybody may read, by name. */
  readonly config: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Files that are secret, by name. @default none but the password's */
  readonly secrets?: Readonly<Record<string, pulumi.Input<string>>>;
}

/** Every helper of Prometheus: what it needs, with room. */
export const helper = (memory: `${number}MiB`) => ({ memory, cpus: 0.2 });
