import { type ChildProcess, type ChildProcessWithoutNullStreams, execFile, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { promisify } from "node:util";
import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation";
import type { Config } from "../sandbox/messages";
import { changeYaml } from "./yaml";

/** The file that is `homeport` in a checkout. */
export const homeportFile = path.resolve(__dirname, "../../bin/homeport.cjs");

/** What one call of the engine did and said. */
export interface Run {
  /** All that it wrote, and its events, without those of `--debug`. */
  readonly told: string;
  readonly events: readonly EngineEvent[];
  /** Resources by what happened to them: `{ create: 3, same: 10 }`. */
  readonly changes: Readonly<Record<string, number>>;
  readonly seconds: number;
  /** Nothing where it succeeded. */
  readonly failure?: string;
}

/** One stack of the project, driven as a person drives it with `pulumi`. */
export class Home {
  private readonly asMade: string;

  constructor(
    private readonly stack: Stack,
    private readonly file: string,
    /** Labels of everything that it has on the Docker engine. */
    readonly labels: Readonly<Record<string, string>>,
  ) {
    this.asMade = readFileSync(file, "utf8");
  }

  /** Changes settings in the stack's file; `undefined` takes one away. */
  configure(config: Config): void {
    changeYaml(this.file, { config });
  }

  /** Sets a secret, encrypted in the stack's file. */
  keepSecret = (key: string, value: string) => this.stack.setConfig(key, { value, secret: true });

  /** Takes back every change of its settings. */
  restore(): void {
    writeFileSync(this.file, this.asMade);
  }

  up = () => succeeded(this.tryUp());
  preview = () => succeeded(this.tryPreview());
  tryUp = () => run((hear) => this.stack.up({ ...hear, diff: true }));
  tryPreview = (variables: Record<string, string> = {}) =>
    this.withVariables(variables, () => run((hear) => this.stack.preview({ ...hear, diff: true })));

  /** A preview in the eyes of the guard rails, with a configuration of them in a file. */
  tryPolicies = (configuration: string) => {
    const pack = path.join(path.dirname(this.file), "policy");
    const judged = { policyPacks: [pack], policyPackConfigs: [configuration] };
    return run((hear) => this.stack.preview({ ...hear, ...judged }));
  };

  /** Fails where the program's state and the settings differ. */
  unchanged = () =>
    succeeded(run((hear) => this.stack.preview({ ...hear, diff: true, expectNoChanges: true })));
  /** Fails where the host and the state differ. */
  undrifted = () => succeeded(run((hear) => this.stack.refresh({ ...hear, expectNoChanges: true })));
  destroy = () => succeeded(this.tryDestroy());
  tryDestroy = () => run((hear) => this.stack.destroy({ ...hear, continueOnError: true }));

  /** The outputs as plain values, secrets among them. */
  async outputs(): Promise<Record<string, unknown>> {
    const outputs: OutputMap = await this.stack.outputs();
    return Object.fromEntries(Object.entries(outputs).map(([name, { value }]) => [name, value]));
  }

  /** What `homeport promote` writes of this stack and another. */
  promotion = async (to: string): Promise<string> =>
    (await this.command("promote", "--from", this.stack.name, "--to", to, "--show")).stdout;

  /** What `homeport leftovers` writes of this stack, and how it ends. */
  leftovers = (...words: string[]): Promise<{ code: number; out: string }> =>
    this.command("leftovers", "--stack", this.stack.name, ...words).then(
      ({ stdout }) => ({ code: 0, out: stdout }),
      ({ code, stdout, stderr }) => ({ code, out: stdout + stderr }),
    );

  /** What `homeport WORDS…` writes in the project, and how it ends. */
  homeport = (...words: string[]): Promise<{ code: number; out: string; err: string }> =>
    promisify(execFile)(process.execPath, [homeportFile, ...words], this.inProject()).then(
      ({ stdout, stderr }) => ({ code: 0, out: stdout, err: stderr }),
      ({ code, stdout, stderr }) => ({ code, out: stdout, err: stderr }),
    );

  /** Begins a program in the project, for what goes on until it is ended. */
  beginHere = (program: string, ...words: string[]): ChildProcessWithoutNullStreams =>
    spawn(program, words, this.inProject());

  private inProject() {
    const { envVars, workDir } = this.stack.workspace;
    return { cwd: workDir, env: { ...process.env, ...envVars }, maxBuffer: 2 ** 26 };
  }

  private command(...words: string[]): Promise<{ stdout: string }> {
    return promisify(execFile)(process.execPath, [homeportFile, ...words], this.inProject());
  }

  /** What `pulumi` writes when a person types it: nothing is decrypted unless asked for. */
  async cli(...words: string[]): Promise<string> {
    const { envVars, workDir } = this.stack.workspace;
    const all = [...words, "--stack", this.stack.name, "--non-interactive"];
    const env = { ...process.env, ...envVars };
    const { stdout } = await promisify(execFile)("pulumi", all, { cwd: workDir, env, maxBuffer: 2 ** 26 });
    return stdout;
  }

  /** Begins an update that may be killed. */
  begin(): ChildProcess {
    const { envVars, workDir } = this.stack.workspace;
    const words = ["up", "--yes", "--skip-preview", "--non-interactive", "--stack", this.stack.name];
    return spawn("pulumi", words, { cwd: workDir, env: { ...process.env, ...envVars }, stdio: "ignore" });
  }

  /** Takes the lock away that a killed update has left. */
  cancel = () => this.stack.cancel();

  private async withVariables<T>(variables: Record<string, string>, work: () => Promise<T>): Promise<T> {
    const { workspace } = this.stack;
    const usual = workspace.envVars;
    workspace.envVars = { ...usual, ...variables };
    try {
      return await work();
    } finally {
      workspace.envVars = usual;
    }
  }
}

interface Hearing {
  onOutput(text: string): void;
  onError(text: string): void;
  onEvent(event: EngineEvent): void;
}

async function run(operation: (hear: Hearing) => Promise<unknown>): Promise<Run> {
  const said: string[] = [];
  const events: EngineEvent[] = [];
  const hear = (text: string) => void said.push(text);
  const started = performance.now();
  const failure = await operation({
    onOutput: hear,
    onError: hear,
    onEvent: (event) => void events.push(event),
  }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  return {
    told: [...said, ...events.filter(isShown).map((event) => JSON.stringify(event))].join("\n"),
    events,
    changes: (events.find(({ summaryEvent }) => summaryEvent)?.summaryEvent?.resourceChanges ?? {}) as Record<
      string,
      number
    >,
    seconds: (performance.now() - started) / 1_000,
    failure,
  };
}

/** With `--debug` the engine shows whatever goes to and fro in clear; the event log always has that. */
const isShown = ({ diagnosticEvent }: EngineEvent): boolean =>
  (diagnosticEvent?.severity as string | undefined) !== "debug";

async function succeeded(running: Promise<Run>): Promise<Run> {
  const ran = await running;
  if (ran.failure) throw new Error(ran.failure);
  return ran;
}
