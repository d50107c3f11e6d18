import { commandLine } from "../../shared/shell";
import { haltFunction } from "./halt";
import { startFunction } from "./start";
import { othersFunction, type Thing } from "./thing";

/** Containers that start beside those before them, which go when the new ones do their work. */
export interface Beside {
  readonly thing: Thing;
  readonly containers: readonly string[];
  /** How long a container that goes may take to end, in seconds. */
  readonly stopSeconds: number;
}

/**
 * Renders shell functions by which containers start beside others: `start_all`, and `give_up` where they do not do their
 * work: they make room for those before them, and run on where there are none.
 */
export const besideFunctions = ({
  thing,
  containers,
  stopSeconds,
}: Beside): string => `${othersFunction(thing, containers)}
${haltFunction(stopSeconds)}
${startFunction}
start_all() {
  for one in ${commandLine(...containers)}; do start "$one" || return 1; done
}
give_up() {
  [ -z "$(others)" ] || halt ${commandLine(...containers)}
}`;

const clear = (names: string): string => `gone=$(others | ${names})
[ -z "$gone" ] || { halt $gone; docker rm --force $gone; } >/dev/null 2>&1 || :`;

/** Shell: ends and removes what was there before. It needs `others` and `halt`. */
export const clearOthers = clear("awk '{ print $1 }'");

/** Shell: the same, but for those whose names are in `served`, each between spaces. */
export const clearOthersBut = clear(`awk -v served="$served" '!index(served, " " $1 " ") { print $1 }'`);
