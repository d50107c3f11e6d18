import { execFile, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { findEngine } from "./engine";
import { ownVariables } from "./variables";

const engine = findEngine();
const examples = path.resolve(__dirname, "../../examples");

/** Why programs in a language cannot be run on this machine; nothing where they can. */
export function languageUnavailable(language: "yaml" | "python"): string | undefined {
  if ("missing" in engine) return engine.missing;
  const host = `pulumi-language-${language}`;
  if (!existsSync(path.join(engine.folder, host))) return `there is no ${host} beside pulumi`;
  if (language === "yaml") return undefined;
  const folder = mkdtempSync(path.join(tmpdir(), "homeport-language-"));
  const words = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "pulumi>=3.248.0,<4"];
  const { status } = spawnSync("python3", words);
  rmSync(folder, { recursive: true });
  return status === 0 ? undefined : "pip does not get Pulumi's package";
}

/** A copy of an example in another language, driven by the command line alone. */
export class LanguageProject {
  readonly folder: string;
  private readonly directory = mkdtempSync(path.join(tmpdir(), "homeport-language-"));
  private readonly env: Record<string, string | undefined>;

  constructor(example: string) {
    if ("missing" in engine) throw new Error(engine.missing);
    this.folder = path.join(this.directory, "project");
    cpSync(path.join(examples, example), this.folder, { recursive: true });
    this.env = {
      ...process.env,
      ...ownVariables(engine, this.directory),
      PATH: [engine.folder, process.env.PATH].join(path.delimiter),
      // What the facade needs is there: asking a registry would only take time.
      npm_config_offline: "true",
      npm_config_audit: "false",
    };
  }

  /** Runs `pulumi`. @throws Error with all that it wrote where it fails. */
  async pulumi(...words: string[]): Promise<string> {
    const options = { cwd: this.folder, env: this.env, maxBuffer: 2 ** 26 };
    try {
      return (await promisify(execFile)("pulumi", [...words, "--non-interactive"], options)).stdout;
    } catch (error) {
      const { stdout = "", stderr = "" } = error as { stdout?: string; stderr?: string };
      throw new Error(`pulumi ${words.join(" ")} failed:\n${stdout}${stderr}`);
    }
  }

  /** The outputs as plain values. */
  outputs = async (): Promise<Record<string, unknown>> =>
    JSON.parse(await this.pulumi("stack", "output", "--json"));

  remove = () => rmSync(this.directory, { recursive: true, force: true });
}
