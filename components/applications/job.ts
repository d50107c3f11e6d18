import { plightFunction } from "../hosts/exchange/plight";
import { startFunction } from "../hosts/exchange/start";
import { lastLines } from "../shared/inside";
import { commandLine, pollFunction } from "../shared/shell";
import type { Titled } from "../shared/titled";

/** Something that is done once, in a container that was made for it and has not been started. */
export interface Job {
  /** Labels of its containers, of which the one that was made last is to do it. */
  readonly labels: Readonly<Record<string, string>>;
  /** As people call it: `cloud/migrate`. */
  readonly name: string;
  /** What it runs, and of what: with the same, it is done already. */
  readonly what: readonly string[];
  /** How long it may take. */
  readonly seconds: number;
  /** Shell function `may_start`. */
  readonly mayStart: string;
}

/**
 * The command that does a job, and waits for its end. The container is not named: a new one that does the same, as with
 * other limits, is no reason to do it again. One that an update left at work is waited for.
 */
export const jobCommand = ({ labels, name, what, seconds, mayStart }: Job): Titled => ({
  title: `do ${name}`,
  script: `cat >/dev/null
# ${commandLine(...what).replaceAll("\n", " ")}
${plightFunction}
${startFunction}
${pollFunction}
${mayStart}
job=$(docker ps --all --no-trunc ${commandLine(...filtersOf(labels))} --format '{{.Names}}' | head -n 1)
[ -n "$job" ] || { echo "the container of the job ${name} is gone; have it made anew: pulumi refresh, then pulumi up" >&2; exit 1; }
state() { docker inspect -f "{{.State.$1}}" "$job"; }
[ "$(state Status) $(state ExitCode)" != "exited 0" ] || exit 0
may_start && start "$job" || exit 1
ended() { [ "$(state Running)" = false ]; }
poll ${seconds} ended || {
  docker kill "$job" >/dev/null
  echo "the job ${name} has not ended after ${seconds} s, and was killed" >&2
  ${lastLines('"$job"')}
  exit 1
}
[ "$(state ExitCode)" = 0 ] || {
  echo "the job ${name} has failed: $(plight "$job")" >&2
  ${lastLines('"$job"')}
  exit 1
}`,
});

const filtersOf = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).flatMap(([label, value]) => ["--filter", `label=${label}=${value}`]);
