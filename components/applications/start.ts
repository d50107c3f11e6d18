import { besideFunctions, clearOthers } from "../hosts/exchange/beside";
import { plightFunction } from "../hosts/exchange/plight";
import { swapFunctions } from "../hosts/exchange/swap";
import type { Thing } from "../hosts/exchange/thing";
import { alone } from "../hosts/exchange/unbroken";
import { healthFunctions } from "../services/health";
import { lastLines } from "../shared/inside";
import { commandLine, quote } from "../shared/shell";
import type { Titled } from "../shared/titled";

/** How it is known that a container does its work: by its own health check, by that of its image, or by its not ending. */
export type Watch = "own" | "image" | "none";

/** Containers that nobody outside reaches, which are to take the place of those before them. */
export interface Companions {
  readonly thing: Thing;
  readonly containers: readonly string[];
  /** Whether the only one may not run beside those before it. */
  readonly stopFirst: boolean;
  readonly watch: Watch;
  /** How long they may take until they do their work, in seconds. */
  readonly readySeconds: number;
  /** How long a container that goes may take to end, in seconds. */
  readonly stopSeconds: number;
  /** Shell function `may_start`. */
  readonly mayStart: string;
  /**
   * Of a server of databases: the shell function `data_fit`, and what is run in its container once it answers.
   * @default it is none
   */
  readonly server?: StartedServer;
}

/** What is looked at before a server starts on its data, and what it is told then. */
export interface StartedServer {
  readonly dataFit: string;
  readonly settle?: string;
}

/**
 * The command that starts companions and waits until they do their work. Those before them go then; where the new ones
 * do not do their work, they go on.
 */
export const startCommand = (companions: Companions): Titled => ({
  title: `start ${companions.thing.component}`,
  unbroken: companions.stopFirst,
  script: companions.stopFirst ? oneAfterTheOther(companions) : besideTheOld(companions),
});

const besideTheOld = (companions: Companions): string => `${readyFunctions(companions)}
${besideFunctions(companions)}
${companions.mayStart}
may_start && start_all || exit 1
ready || { give_up; exit 1; }
${clearOthers}`;

function oneAfterTheOther(companions: Companions): string {
  const { thing, containers, stopSeconds: graceSeconds, readySeconds, mayStart, server } = companions;
  const [container = ""] = containers;
  return `${alone(thing, graceSeconds + readySeconds)}
${readyFunctions(companions)}
${swapFunctions({ thing, container, graceSeconds })}
${mayStart}${server ? `\n${serverFunctions(server)}` : ""}
may_start${server ? " && data_fit" : ""} || exit 1
look
swap && ready${server ? " && settle" : ""} || {
  back || { echo "nothing ran before that could run again" >&2; exit 1; }
  echo "$former runs again, as before" >&2
  exit 1
}
clear_away`;
}

const serverFunctions = ({ dataFit, settle }: StartedServer): string => `${dataFit}
settle() { ${settle === undefined ? ":" : `docker exec "$container" sh -c ${quote(settle)} >/dev/null || { echo "$container was not told its password" >&2; return 1; }`}; }`;

const readyFunctions = (companions: Companions): string => {
  const { watch, containers, readySeconds } = companions;
  const functions = `${plightFunction}
${watch === "none" ? runsOn(containers) : healthFunctions(containers, readySeconds)}`;
  switch (watch) {
    case "none":
      return functions;
    case "own":
      return `${functions}ready() { healthy_in_time; }`;
    case "image":
      return `${functions}${ofImage(containers)}`;
  }
};

/** Nobody knows of others whether they work. One that ends at once, or again and again, does not. */
const runsOn = (containers: readonly string[]): string => `ready() {
  for second in 1 2 3; do
    sleep 1
    for one in ${commandLine(...containers)}; do
      fares=$(plight "$one")
      [ "$fares" = "it runs" ] && continue
      echo "$one does not run on: $fares" >&2
      ${lastLines('"$one"')}
      return 1
    done
  done
}`;

const ofImage = (containers: readonly string[]): string => `ready() {
  for one in ${commandLine(...containers)}; do
    [ -z "$(docker inspect -f '{{with .State.Health}}yes{{end}}' "$one")" ] || continue
    echo "$one is waited for until it is healthy, and its image has no health check. Say how that is known; example: health: { command: [\\"pg_isready\\"] }" >&2
    return 1
  done
  healthy_in_time
}`;
