import { spawnSync } from "node:child_process";
import { accessSync, constants, readdirSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import * as path from "node:path";
import { dependencies } from "../../package.json";

/** Pulumi's command line with the plugins that this project needs. */
export interface Engine {
  /** The folder of the `pulumi` program and of its language hosts. */
  readonly folder: string;
  /** PULUMI_HOME, which has the plugins. */
  readonly home: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Looks for the real engine, without downloading anything; otherwise what is missing, in one line. */
export function findEngine(variables: Variables = process.env): Engine | { readonly missing: string } {
  const home = variables.PULUMI_HOME || path.join(homedir(), ".pulumi");
  const folder = onPath(variables.PATH ?? "") ?? installed(path.join(home, "versions"));
  if (!folder) return { missing: `there is no pulumi command on PATH or in ${path.join(home, "versions")}` };
  const lacking = lackingPlugins(folder, home, variables);
  if (lacking.length > 0) return { missing: `pulumi lacks the plugins ${lacking.join(", ")}` };
  return { folder, home };
}

/** Why the tests with the real engine cannot run on this machine; nothing where they can. */
export async function e2eUnavailable(): Promise<string | undefined> {
  const found = findEngine();
  return "missing" in found ? found.missing : undefined;
}

function onPath(PATH: string): string | undefined {
  return PATH.split(path.delimiter).find((folder) => folder !== "" && holdsPulumi(folder));
}

/** Where npm's wrapper and the Automation API put what they download; the newest one. */
function installed(versions: string): string | undefined {
  return listed(versions)
    .sort((a, b) => b.localeCompare(a, "en", { numeric: true }))
    .map((version) => path.join(versions, version, "bin"))
    .find(holdsPulumi);
}

/** npm's `pulumi` does not count: the first call would download the real one. */
function holdsPulumi(folder: string): boolean {
  try {
    const file = path.join(folder, "pulumi");
    accessSync(file, constants.X_OK);
    return !realpathSync(file).includes(`${path.sep}node_modules${path.sep}`);
  } catch {
    return false;
  }
}

function lackingPlugins(folder: string, home: string, variables: Variables): string[] {
  const env = { ...variables, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const said = spawnSync(path.join(folder, "pulumi"), ["plugin", "ls", "--json"], { env, encoding: "utf8" });
  const known = said.status === 0 ? (JSON.parse(said.stdout || "[]") as Plugin[]) : [];
  const there = new Set(known.map(({ name, version }) => `${name} ${version}`));
  return neededPlugins().filter((plugin) => !there.has(plugin));
}

interface Plugin {
  readonly name: string;
  readonly version: string;
}

/** A provider's plugin has the version of its package. */
function neededPlugins(): string[] {
  return Object.entries(dependencies)
    .filter(([name]) => name.startsWith("@pulumi/"))
    .map(([name, version]) => `${name.slice("@pulumi/".length)} ${version}`);
}

function listed(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
