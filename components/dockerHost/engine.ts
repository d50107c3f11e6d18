import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as pulumi from "@pulumi/pulumi";

const run = promisify(execFile);

/** The oldest engine whose API Homeport uses: unprivileged containers may listen on ports below 1024 from here on. */
const oldestApi = "1.41";
const patienceMilliseconds = 15_000;

/** A network that the engine already has. */
export interface EngineNetwork {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** What is known of a Docker engine before anything is deployed to it. */
export interface Engine {
  /** Where it listens, as `DOCKER_HOST` would say it. */
  readonly endpoint: string;
  readonly version: string;
  readonly networks: readonly EngineNetwork[];
}

const atLeast = (version: string, oldest: string): boolean =>
  version.localeCompare(oldest, "en", { numeric: true }) >= 0;

async function ask(endpoint: string | undefined, ...words: string[]): Promise<string> {
  const env = endpoint ? { ...process.env, DOCKER_HOST: endpoint } : process.env;
  const { stdout } = await run("docker", words, { env, timeout: patienceMilliseconds, maxBuffer: 2 ** 24 });
  return stdout;
}

function explain(host: string, error: NodeJS.ErrnoException & { stderr?: string; killed?: boolean }): string {
  if (error.code === "ENOENT") {
    return `host ${host}: the "docker" command was not found.\n  Install the Docker engine with its command line (Debian, Ubuntu: apt-get install docker.io).`;
  }
  const said = error.killed
    ? `no answer within ${patienceMilliseconds / 1000} s`
    : (error.stderr ?? error.message).trim();
  return `host ${host}: no Docker engine answers.\n  ${said}\n  Start the engine, or name another one with DOCKER_HOST or "docker context use"; to install one on Debian or Ubuntu: apt-get install docker.io.`;
}

/**
 * Asks an engine for its version and networks.
 * @throws RunError where no engine answers or it is too old, saying what to install.
 */
export async function inspectEngine(host: string, endpoint?: string): Promise<Engine> {
  try {
    const { Server } = JSON.parse(await ask(endpoint, "version", "--format", "{{json .}}"));
    if (!atLeast(Server.ApiVersion, oldestApi)) {
      throw new pulumi.RunError(
        `host ${host}: Docker engine ${Server.Version} is too old (API ${Server.ApiVersion}, at least ${oldestApi} is needed).\n  Install Docker engine 20.10 or newer.`,
      );
    }
    const listening = await ask(endpoint, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}");
    return { endpoint: listening.trim(), version: Server.Version, networks: await listNetworks(endpoint) };
  } catch (error) {
    if (error instanceof pulumi.RunError) throw error;
    throw new pulumi.RunError(explain(host, error as NodeJS.ErrnoException));
  }
}

interface InspectedNetwork {
  readonly Name: string;
  readonly Labels?: Record<string, string>;
  readonly IPAM: { readonly Config?: readonly { readonly Subnet?: string }[] };
}

async function listNetworks(endpoint?: string): Promise<EngineNetwork[]> {
  const ids = (await ask(endpoint, "network", "ls", "--quiet")).split("\n").filter(Boolean);
  // A network that went since it was listed is an error; the others are told all the same.
  const inspected = await ask(endpoint, "network", "inspect", ...ids).catch(({ stdout }) => stdout ?? "[]");
  return JSON.parse(inspected).map(({ Name, Labels, IPAM }: InspectedNetwork) => ({
    name: Name,
    labels: Labels ?? {},
    subnets: (IPAM.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []),
  }));
}
