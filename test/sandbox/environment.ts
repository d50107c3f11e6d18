import { type ChildProcess, fork } from "node:child_process";
import type { Started } from "../support/bundled";
import { describe, type Failure, type FromRunner, type Job, type Output, type Progress } from "./messages";

/** A program that ends without a word is given this much of its last output. */
const tailLength = 2_000;
const secondsToStop = 15;

export class EnvironmentError extends Error {
  constructor(
    readonly environment: string,
    readonly failures: Failure[],
  ) {
    super(failures.map((failure) => describe(environment, failure)).join("\n"));
    this.name = "EnvironmentError";
  }
}

export type Heard = { made: Progress } | { said: string };

/** One environment being brought up by its runner. */
export class Environment {
  /** The stack's outputs, once all of it has been made; rejects with an EnvironmentError. */
  readonly up: Promise<Record<string, Output>>;
  private readonly runner: ChildProcess;
  private readonly closed: Promise<void>;
  private tail = "";

  constructor(
    private readonly job: Job,
    { file, execArgv }: Started,
    private readonly hear: (heard: Heard) => void,
  ) {
    this.runner = fork(file, {
      execArgv,
      // Mocks know no project folder; this is how the language host tells it.
      env: { ...process.env, PULUMI_NODEJS_ROOT_DIRECTORY: job.project },
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.closed = new Promise((resolve) => this.runner.once("close", () => resolve()));
    this.runner.stdout?.setEncoding("utf8").on("data", (text: string) => this.said(text));
    this.runner.stderr?.setEncoding("utf8").on("data", (text: string) => this.said(text));
    this.up = this.outcome();
    this.runner.send(job);
  }

  /** Resolves when the runner is gone and asks the engine for nothing more. */
  async stop(): Promise<void> {
    if (this.runner.exitCode === null && this.runner.signalCode === null) this.runner.kill("SIGTERM");
    const late = setTimeout(() => this.runner.kill("SIGKILL"), secondsToStop * 1_000);
    await this.closed;
    clearTimeout(late);
  }

  private outcome(): Promise<Record<string, Output>> {
    return new Promise((resolve, reject) => {
      const fail = (failures: Failure[]) => reject(new EnvironmentError(this.job.stack, failures));
      this.runner.on("message", (message: FromRunner) => {
        if (message.kind === "made") this.hear({ made: message.made });
        else if (message.kind === "up") resolve(message.outputs);
        else fail(message.failures);
      });
      this.runner.on("error", (error) => fail([{ text: error.message }]));
      this.runner.on("close", (code, signal) =>
        fail([{ text: `the program ended early (${signal ?? `exit status ${code}`})\n${this.tail}`.trim() }]),
      );
    });
  }

  /** What the program printed, and Pulumi's warnings, line by line. */
  private said(text: string): void {
    this.tail = (this.tail + text).slice(-tailLength);
    for (const line of text.split("\n")) {
      if (line.trim() !== "") this.hear({ said: line.replace(/^(\w+): \[runtime\] /, "$1: ") });
    }
  }
}
