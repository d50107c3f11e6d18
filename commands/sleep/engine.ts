import { startFunction } from "../../components/hosts/exchange/start";
import { commandLine } from "../../components/shared/shell";
import {
  asleepLabel,
  exchangedLabel,
  hostLabel,
  joinNames,
  sleepersLabel,
} from "../../components/survey/asleep";
import { succeedOn } from "../shared/engineCall";
import type { Surroundings, Variables } from "../shared/surroundings";
import type { Environment, HostLook } from "./environment";

/** Longer than any container may take to end, in seconds. */
const longestStop = 3_600;
/** How long an engine may take to start what is on it, in seconds. */
const longestStart = 600;

/** Why an environment stops: its data change places, or somebody has put it to sleep. */
export type Why = "exchange" | "sleep";

type Where = Pick<HostLook, "host" | "engine">;

/** Has an engine remember which of its containers are put to sleep. It comes before the first of them stops. */
export async function remember(
  { project, declared }: Environment,
  { host, engine }: Where,
  names: readonly string[],
  { now, variables }: Pick<Surroundings, "now" | "variables">,
  why: Why,
): Promise<void> {
  const [environment = ""] = declared.environments;
  const labels = {
    "homeport.project": project,
    "homeport.environment": environment,
    "homeport.component": "sleep",
    [hostLabel]: host,
    [asleepLabel]: now.toISOString(),
    [sleepersLabel]: joinNames(names),
    ...(why === "exchange" && { [exchangedLabel]: "yes" }),
  };
  const said = Object.entries(labels).flatMap(([label, value]) => ["--label", `${label}=${value}`]);
  const name = `${project}-${environment}-asleep-${host}-${now.getTime()}`;
  await succeedOn({ host, engine }, ["docker", "volume", "create", ...said, name], variables);
}

/** Has it forget that. */
export async function forget({ host, engine, marks }: HostLook, variables: Variables): Promise<void> {
  if (marks.length > 0) await succeedOn({ host, engine }, ["docker", "volume", "rm", ...marks], variables);
}

/** Stops containers at once, each in the time that it was promised: an engine starts none of them again by itself. */
export const stop = (where: Where, names: readonly string[], variables: Variables): Promise<string> =>
  succeedOn(where, ["docker", "stop", ...names], variables, longestStop);

/** Starts containers; of one that does not start, it is told why. */
export const start = (where: Where, names: readonly string[], variables: Variables): Promise<string> =>
  succeedOn(
    where,
    [
      "sh",
      "-c",
      `${startFunction}\nfailed=0\nfor one in ${commandLine(...names)}; do start "$one" || failed=1; done\nexit $failed`,
    ],
    variables,
    longestStart,
  );
