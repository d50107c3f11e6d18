import { quote } from "../../shared/shell";
import { haltFunction } from "./halt";
import { startFunction } from "./start";
import { othersFunction, type Thing } from "./thing";

/** One container that takes the place of others of its kind, which exclude it. */
export interface Swap {
  readonly thing: Thing;
  readonly container: string;
  /** How long those that go may take to end, in seconds; longer, where they were made with more. */
  readonly graceSeconds: number;
}

/**
 * Renders shell functions by which a container takes the place of those before it: `look` finds them, `swap` stops them
 * and starts the container, `back` gives the place back, and `clear_away` removes them once they are not needed any more.
 */
export const swapFunctions = ({
  thing,
  container,
  graceSeconds,
}: Swap): string => `container=${quote(container)}
${othersFunction(thing, [container])}
${startFunction}
look() {
  all=$(others) || { echo "the engine does not tell which containers of ${thing.component} there are" >&2; exit 1; }
  former=$(printf '%s\\n' "$all" | awk '$2 == "running" || $2 == "restarting" || $2 == "paused" { print $1 }')
}
${haltFunction(graceSeconds)}
swap() {
  { [ -z "$former" ] || halt $former; } && start "$container"
}
ended_last() {
  [ -z "$all" ] || docker inspect -f '{{.State.FinishedAt}} {{slice .Name 1}}' $(printf '%s\\n' "$all" | awk '{ print $1 }') | sort | awk '$1 !~ /^0001/ { last = $2 } END { print last }'
}
back() {
  : "\${former:=$(ended_last)}"
  [ -n "$former" ] || return 1
  halt "$container"
  for one in $former; do start "$one" || return 1; done
}
clear_away() {
  gone=$(printf '%s\\n' "$all" | awk '{ print $1 }')
  [ -z "$gone" ] || { halt $gone; docker rm --force $gone; } >/dev/null 2>&1 || :
}`;
