import { notFound, partsOf, surveyScript } from "../../components/survey/script";
import { parseSurvey, type Survey } from "../../components/survey/survey";
import { runOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";
import type { Engine } from "../shared/state";
import type { Variables } from "../shared/surroundings";
import type { Leftover } from "./find";

/**
 * Asks an engine for all that it has.
 * @throws Failure where it does not answer.
 */
export async function look(host: string, engine: Engine, variables: Variables): Promise<Survey> {
  const { status, stdout, stderr, reason } = await runOn(engine, ["sh", "-c", surveyScript], variables);
  if (status === notFound) throw new Failure(`host ${host}: the "docker" command was not found`);
  const [answer = "", ...said] = partsOf(stdout).version.split("\n");
  if (status === 0 && answer.startsWith("{") && JSON.parse(answer).Server) return parseSurvey(stdout);
  const why = (answer.startsWith("{") ? said.join("\n") : answer) || stderr.trim() || reason;
  throw new Failure(`host ${host}: no Docker engine answers: ${why}`);
}

/** Since when volumes are there, by their names. */
export async function sinceWhen(
  engine: Engine,
  volumes: readonly string[],
  variables: Variables,
): Promise<Readonly<Record<string, string>>> {
  if (volumes.length === 0) return {};
  const format = "{{.Name}}\t{{.CreatedAt}}";
  const asked = ["docker", "volume", "inspect", "--format", format, ...volumes] as const;
  const { stdout } = await runOn(engine, asked, variables);
  const lines = stdout.split("\n").filter(Boolean);
  return Object.fromEntries(lines.map((line) => line.split("\t")));
}

/** The engine's own word for what removes something: a container may still run. */
const removing = {
  container: ["rm", "--force"],
  network: ["network", "rm"],
  volume: ["volume", "rm"],
} as const;

/** Longer than any container may take to end. */
const patience = 1000;

/** @returns why it could not be removed, in the engine's words, or undefined. */
export async function remove(
  engine: Engine,
  { kind, name }: Leftover,
  variables: Variables,
): Promise<string | undefined> {
  // As long as it was promised when it was made.
  if (kind === "container") await runOn(engine, ["docker", "stop", name], variables, patience);
  const { status, stderr, reason } = await runOn(engine, ["docker", ...removing[kind], name], variables);
  return status === 0 ? undefined : stderr.trim() || reason || `status ${status}`;
}
