import { randomBytes } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { x } from "tinyexec";
import { stringify } from "yaml";
import type { Engine } from "../test/e2e/engine";
import { marksVariable } from "../test/e2e/programs/marks";
import { changeYaml } from "../test/e2e/yaml";
import type { Config } from "../test/sandbox/messages";
import { removeFolder } from "../test/support/removeFolder";
import { marks, settings, stack, subnets } from "./ours";

const checkout = resolve(__dirname, "..");
const copied = [
  ...["Pulumi.yaml", "package.json", "tsconfig.json", "loader", "components"],
  ...["bench/programs", "test/e2e/programs/mark.ts", "test/e2e/programs/marks.ts"],
];

/** A copy of the project with a backend of its own, and `pulumi` as a person types it there. */
export class Project {
  private readonly folder = mkdtempSync(join(tmpdir(), "homeport-bench-"));
  private readonly project = join(this.folder, "project");
  private readonly file = join(this.project, `Pulumi.${stack}.yaml`);
  private readonly variables: Record<string, string>;

  private readonly command: string;

  /** @param program what the project runs, as TypeScript */
  constructor(engine: Engine, program = 'export * from "./bench/programs/home";\n') {
    // By its path: npm's package of the same name would come first.
    this.command = join(engine.folder, "pulumi");
    for (const name of copied) cpSync(join(checkout, name), join(this.project, name), { recursive: true });
    symlinkSync(join(checkout, "node_modules"), join(this.project, "node_modules"));
    // In the place of the home's own program, so that it is started in the same way.
    writeFileSync(join(this.project, "index.ts"), program);
    const [home, state] = [join(this.folder, "home"), join(this.folder, "state")];
    for (const folder of [home, state]) mkdirSync(folder);
    symlinkSync(join(engine.home, "plugins"), join(home, "plugins"));
    this.variables = {
      PATH: [engine.folder, process.env.PATH].join(delimiter),
      PULUMI_HOME: home,
      PULUMI_BACKEND_URL: `file://${state}`,
      PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      [marksVariable]: JSON.stringify(marks),
    };
  }

  /** Makes the stack, with nothing in it yet. */
  async open(config: Config): Promise<void> {
    writeFileSync(this.file, stringify({ config: {} }));
    await this.pulumi("stack", "init", stack);
    this.configure({ ...settings(subnets.deploy), ...config });
  }

  configure(config: Config): void {
    changeYaml(this.file, { config });
  }

  /** @returns seconds */
  preview = (): Promise<number> => this.pulumi("preview");
  /** @returns seconds */
  up = (): Promise<number> => this.pulumi("up", "--yes", "--skip-preview");
  /** @returns seconds */
  destroy = (): Promise<number> => this.pulumi("destroy", "--yes", "--skip-preview");

  /** How large the state is: what Pulumi counts as resources, and bytes as they are written. */
  async state(): Promise<{ readonly resources: number; readonly bytes: number }> {
    const { deployment } = JSON.parse(await this.run("stack", "export", "--stack", stack));
    const resources = (deployment.resources as { urn: string }[]).filter(
      ({ urn }) => !/pulumi:providers:\w+::default/.test(urn),
    );
    return { resources: resources.length, bytes: Buffer.byteLength(JSON.stringify(deployment)) };
  }

  /** Forgets everything; what is on the engine goes by its marks. */
  close(): void {
    removeFolder(this.folder);
  }

  /** @returns an output of the stack */
  output = (name: string): Promise<string> => this.run("stack", "output", name, "--stack", stack);

  /** @returns seconds */
  private async pulumi(...words: string[]): Promise<number> {
    const started = performance.now();
    await this.run(...words, ...(words[0] === "stack" ? [] : ["--stack", stack, "--non-interactive"]));
    return (performance.now() - started) / 1_000;
  }

  private async run(...words: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await x(this.command, words, {
      timeout: 900_000,
      nodeOptions: { cwd: this.project, env: { ...process.env, ...this.variables } },
    });
    if (exitCode !== 0) throw new Error(`pulumi ${words.join(" ")}\n${causes(stdout + stderr)}`);
    return stdout;
  }
}

/** What went wrong, without the containers' logs. */
const causes = (told: string): string =>
  told
    .split("\n")
    .filter((line) => /error|not ready|has not/.test(line) && line.length < 1_000)
    .slice(-20)
    .join("\n");
