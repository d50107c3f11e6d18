import * as pulumi from "@pulumi/pulumi";
import Docker from "dockerode";
import { idLabel, ownerLabel, removeSandbox } from "./clean";
import { readConfig } from "./config";
import { Engines } from "./engines/engines";
import { remember } from "./engines/remembered";
import type { Failure, FromRunner, Job, Output } from "./messages";
import { Monitor } from "./monitor";
import { automaticNames } from "./naming";

/**
 * One environment in a process of its own, because Pulumi's runtime is one per process. The job comes as
 * the first message (it may hold secrets, and a command line is public); the end is a message and an exit.
 */
process.once("message", (job: Job) => {
  run(job).catch((error) => end({ kind: "failed", failures: [failureOf(error)] }));
});

async function run(job: Job): Promise<void> {
  process.chdir(job.project);
  const config = readConfig(job.project, job.stack, job.config);
  const nameOf = automaticNames(config.autonaming, config.project, job.stack);
  const id = job.labels[idLabel] ?? "";
  const engines = new Engines(job.project, (engine) => remember(id, job.labels[ownerLabel] ?? "", engine));
  const monitor = new Monitor({ labels: job.labels, nameOf }, engines, (made) => say({ kind: "made", made }));
  listen(monitor);

  await pulumi.runtime.setMocks(monitor, config.project, job.stack, false, "organization");
  pulumi.runtime.setAllConfig(config.values, config.secretKeys);

  const outputs = program(job.program).catch((error) => monitor.fail(failureOf(error)));
  const up = await Promise.race([outputs, monitor.gaveUp]);
  if (up && monitor.failures.length === 0) return end({ kind: "up", outputs: up });
  await monitor.gaveUp;
  if (process.connected) return end({ kind: "failed", failures: monitor.failures });
  // The sandbox was killed, so nobody else removes what was just made.
  await removeSandbox(new Docker(), id);
  process.exit(1);
}

/** Runs the program inside a stack, as the real engine does, until all it declared has been made. */
async function program(file: string): Promise<Record<string, Output>> {
  let exported: Record<string, unknown> = {};
  await pulumi.runtime.runInPulumiStack(async () => {
    exported = require(file);
    return exported;
  });
  await pulumi.runtime.disconnect();
  const outputs: Record<string, Output> = {};
  for (const [name, value] of Object.entries(exported)) outputs[name] = await settled(value);
  return outputs;
}

async function settled(value: unknown): Promise<Output> {
  const output = pulumi.output(value);
  const secret = await pulumi.isSecret(output);
  return new Promise((resolve) => {
    pulumi.unsecret(output).apply((plain) => resolve({ value: plain, secret }));
  });
}

/** Whatever ends this process early first lets the engine finish what it was asked, so that it is found. */
function listen(monitor: Monitor): void {
  const failed = (error: unknown) => {
    const failure = failureOf(error);
    // One cause rejects every promise that hangs on it: said once.
    if (!monitor.failures.some(({ text }) => text === failure.text)) monitor.fail(failure);
  };
  process.on("uncaughtException", failed);
  process.on("unhandledRejection", failed);
  const stopped = () => monitor.fail({ text: "stopped" });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stopped);
  process.on("disconnect", stopped); // the sandbox is gone
}

function failureOf(error: unknown): Failure {
  if (pulumi.RunError.isInstance(error) || !(error instanceof Error)) {
    return { text: error instanceof Error ? error.message : String(error) };
  }
  if (pulumi.InputPropertiesError.isInstance(error)) {
    const errors = (error.errors ?? []).map(({ propertyPath, reason }) => `  ${propertyPath}: ${reason}`);
    return { text: [error.message, ...errors].join("\n") };
  }
  if (pulumi.InputPropertyError.isInstance(error)) return { text: `${error.propertyPath}: ${error.reason}` };
  if (pulumi.ResourceError.isInstance(error) && error.hideStack) return { text: error.message };
  return { text: withOwnFrames(error) };
}

/** Of the stack only what lies in the project says where to look. */
function withOwnFrames({ message, stack = "" }: Error): string {
  const frames = stack
    .split("\n")
    .filter((line) => /^\s+at .*\//.test(line) && !/node_modules|node:/.test(line));
  return [message, ...frames.slice(0, 5)].join("\n");
}

function say(message: FromRunner): void {
  if (process.connected) process.send?.(message);
}

function end(message: FromRunner): void {
  const code = message.kind === "up" ? 0 : 1;
  process.send?.(message, () => process.exit(code));
}
