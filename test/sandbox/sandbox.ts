import { randomBytes } from "node:crypto";
import * as path from "node:path";
import Docker from "dockerode";
import { trialLabel } from "../../components/survey/wantedVolume";
import { startedBy } from "../support/bundled";
import { idLabel, ownerLabel, removeLeftovers, removeSandbox } from "./clean";
import { merge } from "./config";
import { Environment, EnvironmentError, type Heard } from "./environment";
import type { Config, Output } from "./messages";
import { owner } from "./owner";

export interface SandboxOptions {
  /** The folder of Pulumi.yaml. @default this project's */
  project?: string;
  /** The program's file. @default index.ts in the project's folder */
  program?: string;
  /** @default ["prod", "staging"] */
  stacks?: string[];
  /** Overrides for every stack, with full keys: `{ "homeport:images": { … } }`. Objects are merged. */
  config?: Config;
  /** Overrides for one stack, over `config`. */
  stackConfig?: Record<string, Config>;
  /** Told of each resource made, and of each line that a program prints. */
  report?: (stack: string, heard: Heard) => void;
  /** Gives up and cleans when aborted while starting. */
  signal?: AbortSignal;
}

export interface Sandbox {
  /** In the label `homeport.sandbox` of every object of the engine that belongs to it. */
  readonly id: string;
  /** The outputs of each stack, by name. */
  readonly outputs: Record<string, Record<string, Output>>;
  /** Removes everything the sandbox made; returns how many objects of the engine that were. */
  stop(): Promise<number>;
}

const root = path.resolve(__dirname, "../..");

/**
 * Brings up a whole program on the Docker engine without the Pulumi CLI, one environment for each stack, in
 * parallel. Where one fails, all is removed again and the error says which resource it was.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { project = root, stacks = ["prod", "staging"], report = () => {}, signal } = options;
  const docker = new Docker();
  await removeLeftovers(docker);
  signal?.throwIfAborted();

  const id = randomBytes(4).toString("hex");
  const labels = { [idLabel]: id, [ownerLabel]: owner(), [trialLabel]: "yes" };
  const started = await startedBy(
    path.join(__dirname, "runner.ts"),
    options.program ?? path.join(project, "index.ts"),
  );
  const environments = stacks.map((stack) => {
    const config = merge(options.config ?? {}, options.stackConfig?.[stack] ?? {}) as Config;
    const job = { project, program: started.program, stack, config, labels };
    return new Environment(job, started, (heard) => report(stack, heard));
  });
  const stopAll = () => Promise.all(environments.map((environment) => environment.stop()));

  try {
    const all = await orAborted(Promise.all(environments.map(({ up }) => up)), signal);
    const outputs = Object.fromEntries(stacks.map((stack, at) => [stack, all[at] ?? {}]));
    return { id, outputs, stop: () => removeSandbox(docker, id) };
  } catch (error) {
    await stopAll();
    await removeSandbox(docker, id);
    throw error;
  }
}

function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  return Promise.race([
    work,
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
  ]);
}

export { EnvironmentError };
