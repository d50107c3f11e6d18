import { notFound, partsOf, surveyScript } from "../../components/survey/script";
import { parseSurvey, type Survey } from "../../components/survey/survey";
import { Failure } from "../preview/failure";
import { runOn } from "../promote/onEngine";
import type { Engine } from "../promote/state";
import type { Leftover } from "./find";

/**
 * Asks an engine for all that it has.
 * @throws Failure where it does not answer.
 */
export function look(host: string, engine: Engine): Survey {
  const { status, stdout, stderr, error } = runOn(engine, ["sh", "-c", surveyScript]);
  if (status === notFound) throw new Failure(`host ${host}: the "docker" command was not found`);
  const [answer = "", ...said] = partsOf(stdout ?? "").version.split("\n");
  if (status === 0 && answer.startsWith("{") && JSON.parse(answer).Server) return parseSurvey(stdout);
  const why = (answer.startsWith("{") ? said.join("\n") : answer) || stderr?.trim() || error?.message;
  throw new Failure(`host ${host}: no Docker engine answers: ${why}`);
}

/** Since when volumes are there, by their names. */
export function sinceWhen(engine: Engine, volumes: readonly string[]): Readonly<Record<string, string>> {
  if (volumes.length === 0) return {};
  const format = "{{.Name}}\t{{.CreatedAt}}";
  const { stdout } = runOn(engine, ["docker", "volume", "inspect", "--format", format, ...volumes]);
  const lines = (stdout ?? "").split("\n").filter(Boolean);
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
export function remove(engine: Engine, { kind, name }: Leftover): string | undefined {
  // As long as it was promised when it was made.
  if (kind === "container") runOn(engine, ["docker", "stop", name], patience);
  const { status, stderr, error } = runOn(engine, ["docker", ...removing[kind], name]);
  return status === 0 ? undefined : stderr?.trim() || error?.message || `status ${status}`;
}
