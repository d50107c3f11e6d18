import { spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { notFound, partsOf, surveyScript } from "../../survey/script";
import { parseSurvey, type Survey } from "../../survey/survey";

/** The oldest engine whose API Homeport uses: unprivileged containers may listen on ports below 1024 from here on. */
const oldestApi = "1.41";
const patienceMilliseconds = 60_000;

/** What is known of a Docker engine before anything is deployed to it. */
export interface Engine {
  /** Where it listens, as `DOCKER_HOST` would say it. */
  readonly endpoint: string;
  readonly version: string;
  readonly survey: Survey;
}

const atLeast = (version: string, oldest: string): boolean =>
  version.localeCompare(oldest, "en", { numeric: true }) >= 0;

function run(endpoint: string | undefined, ...[command, ...words]: [string, ...string[]]) {
  const env = endpoint ? { ...process.env, DOCKER_HOST: endpoint } : process.env;
  return spawnSync(command, words, {
    env,
    timeout: patienceMilliseconds,
    maxBuffer: 2 ** 26,
    encoding: "utf8",
  });
}

/** The command prints what it knows of itself even where no engine answers, and then why. */
function readVersion(host: string, text: string) {
  const [first = "", ...said] = text.split("\n");
  if (!first.startsWith("{")) throw new pulumi.RunError(unanswered(host, text));
  const { Server, Client } = JSON.parse(first);
  if (!Server) throw new pulumi.RunError(unanswered(host, said.join("\n")));
  return { Server, Client };
}

const missing = (host: string): string =>
  `host ${host}: the "docker" command was not found.\n  Install the Docker engine with its command line (Debian, Ubuntu: apt-get install docker.io).`;

const unanswered = (host: string, said: string): string =>
  `host ${host}: no Docker engine answers.\n  ${said.trim()}\n  Start the engine, or name another one with DOCKER_HOST or "docker context use"; to install one on Debian or Ubuntu: apt-get install docker.io.`;

/**
 * Asks an engine for all that a preview has to know of it, and waits for the answer: no resource exists before it is
 * there.
 * @throws RunError where no engine answers or it is too old, saying what to install.
 */
export function inspectEngine(host: string, endpoint?: string): Engine {
  const { status, stdout, error } = run(endpoint, "/bin/sh", "-c", surveyScript);
  if (status === notFound) throw new pulumi.RunError(missing(host));
  if (error) {
    const late = (error as NodeJS.ErrnoException).code === "ETIMEDOUT";
    const said = late ? `no answer within ${patienceMilliseconds / 1000} s` : error.message;
    throw new pulumi.RunError(unanswered(host, said));
  }
  const { Server, Client } = readVersion(host, partsOf(stdout).version);
  if (!atLeast(Server.ApiVersion, oldestApi)) {
    throw new pulumi.RunError(
      `host ${host}: Docker engine ${Server.Version} is too old (API ${Server.ApiVersion}, at least ${oldestApi} is needed).\n  Install Docker engine 20.10 or newer.`,
    );
  }
  return {
    endpoint: listening(host, endpoint, Client?.Context),
    version: Server.Version,
    survey: parseSurvey(stdout),
  };
}

/** Each question to the command takes its time at every preview: the usual context needs none. */
function listening(host: string, endpoint?: string, context?: string): string {
  const chosen = endpoint || process.env.DOCKER_HOST;
  if (chosen) return chosen;
  if (context === "default") return "unix:///var/run/docker.sock";
  const { status, stdout, stderr } = run(
    endpoint,
    "docker",
    "context",
    "inspect",
    "--format",
    "{{.Endpoints.docker.Host}}",
  );
  if (status !== 0) throw new pulumi.RunError(unanswered(host, stderr));
  return stdout.trim();
}
