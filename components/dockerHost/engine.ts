import { spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { type EngineNetwork, parseNetworks } from "./networks";

/** The oldest engine whose API Homeport uses: unprivileged containers may listen on ports below 1024 from here on. */
const oldestApi = "1.41";
const patienceMilliseconds = 60_000;

/** What is known of a Docker engine before anything is deployed to it. */
export interface Engine {
  /** Where it listens, as `DOCKER_HOST` would say it. */
  readonly endpoint: string;
  readonly version: string;
  readonly networks: readonly EngineNetwork[];
}

const atLeast = (version: string, oldest: string): boolean =>
  version.localeCompare(oldest, "en", { numeric: true }) >= 0;

function docker(endpoint: string | undefined, ...words: string[]) {
  const env = endpoint ? { ...process.env, DOCKER_HOST: endpoint } : process.env;
  return spawnSync("docker", words, {
    env,
    timeout: patienceMilliseconds,
    maxBuffer: 2 ** 24,
    encoding: "utf8",
  });
}

function ask(host: string, endpoint: string | undefined, ...words: string[]): string {
  const { status, stdout, stderr, error } = docker(endpoint, ...words);
  if (status !== 0) throw new pulumi.RunError(explain(host, stderr, error));
  return stdout;
}

function explain(host: string, stderr: string, error?: NodeJS.ErrnoException): string {
  if (error?.code === "ENOENT") {
    return `host ${host}: the "docker" command was not found.\n  Install the Docker engine with its command line (Debian, Ubuntu: apt-get install docker.io).`;
  }
  const late = error?.code === "ETIMEDOUT" && `no answer within ${patienceMilliseconds / 1000} s`;
  const said = late || stderr?.trim() || error?.message;
  return `host ${host}: no Docker engine answers.\n  ${said}\n  Start the engine, or name another one with DOCKER_HOST or "docker context use"; to install one on Debian or Ubuntu: apt-get install docker.io.`;
}

/**
 * Asks an engine for its version and networks, and waits for the answer: no resource exists before it is there.
 * @throws RunError where no engine answers or it is too old, saying what to install.
 */
export function inspectEngine(host: string, endpoint?: string): Engine {
  const { Server, Client } = JSON.parse(ask(host, endpoint, "version", "--format", "{{json .}}"));
  if (!atLeast(Server.ApiVersion, oldestApi)) {
    throw new pulumi.RunError(
      `host ${host}: Docker engine ${Server.Version} is too old (API ${Server.ApiVersion}, at least ${oldestApi} is needed).\n  Install Docker engine 20.10 or newer.`,
    );
  }
  return {
    endpoint: listening(host, endpoint, Client?.Context),
    version: Server.Version,
    networks: listNetworks(host, endpoint),
  };
}

/** Each question to the command takes its time at every preview: the usual context needs none. */
function listening(host: string, endpoint?: string, context?: string): string {
  const chosen = endpoint || process.env.DOCKER_HOST;
  if (chosen) return chosen;
  return context === "default"
    ? "unix:///var/run/docker.sock"
    : ask(host, endpoint, "context", "inspect", "--format", "{{.Endpoints.docker.Host}}").trim();
}

function listNetworks(host: string, endpoint?: string): EngineNetwork[] {
  const ids = ask(host, endpoint, "network", "ls", "--quiet").split("\n").filter(Boolean);
  // A network that went since it was listed fails the command; the others are told all the same.
  return parseNetworks(docker(endpoint, "network", "inspect", ...ids).stdout);
}
