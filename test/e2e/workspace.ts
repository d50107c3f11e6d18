import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { idLabel, ownerLabel, removeLeftovers, removeSandbox } from "../sandbox/clean";
import { owner } from "../sandbox/owner";
import { secretKey, secretOf } from "../suite/scenario";
import { docker } from "../support/containers";
import { removeFolder } from "../support/removeFolder";
import { type Engine, findEngine } from "./engine";
import { Home } from "./home";
import { marksVariable } from "./programs/marks";
import { ownVariables } from "./variables";
import { changeYaml } from "./yaml";

const checkout = path.resolve(__dirname, "../..");

/** What a program needs of the checkout. Nothing is ever written there. */
const copied = [
  "Pulumi.yaml",
  "Pulumi.prod.yaml",
  "Pulumi.staging.yaml",
  "package.json",
  "tsconfig.json",
  "loader",
  "index.ts",
  "components",
  "policy",
  "guard-rails.json",
  "test/images/tags.ts",
  "test/suite",
  "test/e2e/programs",
];

/** Away from real homes and from sandboxes; the stacks' own offsets are added. */
export const basePorts = { http: 27070, https: 27443, stats: 28404, router: 2088 };
export const subnets = { prod: "172.28.70.0/24", staging: "172.28.71.0/24" };

export type StackName = keyof typeof subnets;
const stackNames: readonly StackName[] = ["prod", "staging"];

/** The test images by the uses that a version has: one of before refuses all others. */
function imagesKnownTo(version: string): Record<string, string> {
  const tags = readFileSync(path.join(version, "test/images/tags.ts"), "utf8");
  return Object.fromEntries(Object.entries(testImages).filter(([use]) => tags.includes(`  ${use}: "`)));
}

/** A copy of the project with a backend, a passphrase and a PULUMI_HOME of its own, in a temporary folder. */
export class Workspace {
  readonly project: string;
  /** Everything on the engine has the labels of a sandbox: what a killed test leaves goes like a sandbox's. */
  readonly id = randomBytes(4).toString("hex");
  private readonly folder = mkdtempSync(path.join(tmpdir(), "homeport-e2e-"));
  /** By which every call of `pulumi` finds the backend, the passphrase and the labels. */
  readonly variables: Readonly<Record<string, string>>;
  private readonly marks = { [idLabel]: this.id, [ownerLabel]: owner() };

  private constructor(
    engine: Engine,
    private readonly main: string,
    checkTypes: boolean,
    version: string,
  ) {
    this.project = path.join(this.folder, "project");
    this.fill(version);
    for (const name of stackNames)
      changeYaml(this.fileOf(name), { config: { "homeport:network": { subnet: subnets[name] } } });
    this.variables = {
      ...this.environment(engine),
      PULUMI_NODEJS_TSCONFIG_PATH: path.join(this.project, "tsconfig.json"),
      PULUMI_NODEJS_TRANSPILE_ONLY: String(!checkTypes),
    };
  }

  /**
   * @param program One of `programs/`.
   * @param checkTypes Whether each run checks the program's types, as it does for a user.
   * @param version A folder with another version of the project, to begin with.
   */
  static async open(
    program:
      | "suite"
      | "home"
      | "vault"
      | "certified"
      | "hosts"
      | "reviewed"
      | "careless"
      | "virtual"
      | "spread"
      | "arguments"
      | "ending"
      | "keeping"
      | "opening"
      | "sleeping"
      | "rehearsing"
      | "measured"
      | "monitored"
      | "applications"
      | "wiki"
      | "pad"
      | "far"
      | "moving"
      | "ports"
      | "fronts"
      | "portsFar"
      | "front"
      | "worst"
      | "databasesFar",
    { checkTypes = false, version = checkout } = {},
  ): Promise<Workspace> {
    const engine = findEngine();
    if ("missing" in engine) throw new Error(engine.missing);
    await buildTestImages(() => {});
    await removeLeftovers(docker);
    return new Workspace(engine, `test/e2e/programs/${program}.ts`, checkTypes, version);
  }

  /** From here on it is the program of this checkout, in the same folder, and with the same stacks. */
  update(): void {
    const stacks = stackNames.map((name) => [this.fileOf(name), readFileSync(this.fileOf(name))] as const);
    rmSync(this.project, { recursive: true });
    this.fill(checkout);
    for (const [file, text] of stacks) writeFileSync(file, text);
  }

  private fill(version: string): void {
    for (const name of copied)
      cpSync(path.join(version, name), path.join(this.project, name), { recursive: true });
    symlinkSync(path.join(version, "node_modules"), path.join(this.project, "node_modules"));
    changeYaml(path.join(this.project, "Pulumi.yaml"), {
      main: this.main,
      // Node starts in the folder of the program, which is not the project's.
      runtime: { options: { nodeargs: `--require=${path.join(this.project, "loader/index.cjs")}` } },
      config: {
        "homeport:ports": { default: basePorts },
        "homeport:images": { default: imagesKnownTo(version) },
      },
    });
  }

  /** Makes one of the stacks, with nothing in it yet. */
  async stack(name: StackName): Promise<Home> {
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: name, workDir: this.project },
      { envVars: this.variables, pulumiHome: this.variables.PULUMI_HOME },
    );
    await stack.setConfig(secretKey, { value: secretOf(name), secret: true });
    const labels = { [idLabel]: this.id, "homeport.environment": name };
    return new Home(stack, this.fileOf(name), labels);
  }

  /** Removes everything, whatever state it is in. */
  async close(): Promise<void> {
    await removeSandbox(docker, this.id);
    removeFolder(this.folder);
  }

  private fileOf(stack: StackName): string {
    return path.join(this.project, `Pulumi.${stack}.yaml`);
  }

  private environment(engine: Engine): Record<string, string> {
    // The Automation API itself looks for the command here.
    process.env.PATH = [engine.folder, process.env.PATH].join(path.delimiter);
    return { ...ownVariables(engine, this.folder), [marksVariable]: JSON.stringify(this.marks) };
  }
}
