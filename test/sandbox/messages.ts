/** What a sandbox and its runners (one process for each environment) say to each other. */

/** A configuration as `pulumi config` holds it: full keys (`homeport:farm`), any YAML value. */
export type Config = Record<string, unknown>;

export interface Job {
  /** The folder of Pulumi.yaml. */
  project: string;
  /** The program's file. */
  program: string;
  stack: string;
  /** Wins over Pulumi.yaml and Pulumi.<stack>.yaml; objects are merged. */
  config: Config;
  labels: Record<string, string>;
}

/** A resource was made. */
export interface Progress {
  resource: string;
  type: string;
  milliseconds: number;
  /** What a command that succeeded wrote to standard error: its warnings. */
  warnings?: string;
}

export interface Failure {
  /** The resource that failed; none where the program itself did. */
  resource?: string;
  type?: string;
  text: string;
}

export interface Output {
  value: unknown;
  secret: boolean;
}

export type FromRunner =
  | { kind: "made"; made: Progress }
  | { kind: "failed"; failures: Failure[] }
  | { kind: "up"; outputs: Record<string, Output> };

/** A failure as a person reads it: whose it is, then what was said. */
export function describe(stack: string, { resource, type, text }: Failure): string {
  return resource ? `${stack}: ${resource} (${type}) failed: ${text}` : `${stack}: ${text}`;
}
