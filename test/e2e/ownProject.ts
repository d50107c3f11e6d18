import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { removeFolder } from "../support/removeFolder";
import type { Engine } from "./engine";
import { ownVariables } from "./variables";

/** A project outside of the checkout, driven by the command line alone. */
export class OwnProject {
  readonly folder: string;
  private readonly env: Record<string, string | undefined>;

  private constructor(
    readonly directory: string,
    engine: Engine,
  ) {
    this.folder = path.join(directory, "project");
    this.env = {
      ...process.env,
      ...ownVariables(engine, directory),
      // Whoever types agrees.
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PATH: [engine.folder, process.env.PATH].join(path.delimiter),
      // What is needed is there: asking a registry would only take time.
      npm_config_offline: "true",
      npm_config_audit: "false",
    };
  }

  /** @param engine as it was found */
  static open(engine: Engine | { readonly missing: string }): OwnProject {
    if ("missing" in engine) throw new Error(engine.missing);
    const directory = mkdtempSync(path.join(tmpdir(), "homeport-own-"));
    mkdirSync(path.join(directory, "project"));
    return new OwnProject(directory, engine);
  }

  /** Sets a variable of all that is run. */
  set(name: string, value: string): void {
    this.env[name] = value;
  }

  /** Runs `pulumi`. @throws Error with all that it wrote where it fails. */
  pulumi = (...words: string[]): Promise<string> => this.run("pulumi", ...words, "--non-interactive");

  /** Runs lines of a shell in the project. */
  sh = (...lines: string[]): Promise<string> => this.run("sh", "-euc", lines.join("\n"));

  /** Runs a program in the project. @throws Error with all that it wrote where it fails. */
  async run(program: string, ...words: string[]): Promise<string> {
    const options = { cwd: this.folder, env: this.env, maxBuffer: 2 ** 26 };
    try {
      return (await promisify(execFile)(program, words, options)).stdout;
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`${program} ${words.join(" ")} failed:\n${stdout}${stderr}`);
    }
  }

  /** The outputs of a stack as plain values. @default of the one that is selected */
  outputs = async (stack?: string): Promise<Record<string, unknown>> =>
    JSON.parse(await this.pulumi("stack", "output", "--json", ...(stack ? ["--stack", stack] : [])));

  remove = () => removeFolder(this.directory);
}
