import { blot, lastLines } from "../shared/inside";
import { commandLine, pollFunction } from "../shared/shell";

/**
 * Shell: `healthy_in_time` waits until every container is healthy, and tells of the one that is not. It needs `plight`.
 */
export const healthFunctions = (containers: readonly string[], seconds: number): string => `${pollFunction}
ailing() { docker inspect -f '{{slice .Name 1}} {{.State.Health.Status}}' ${commandLine(...containers)} | awk '$2 != "healthy" { print $1; exit }'; }
healthy() { [ -z "$(ailing)" ]; }
healthy_in_time() {
  poll ${seconds} healthy && return
  failed=$(ailing)
  echo "$failed is not healthy after ${seconds} s: $(plight "$failed"); its health command says:" >&2
  docker inspect -f '{{with .State.Health}}{{range .Log}}{{.ExitCode}} {{.Output}}{{end}}{{end}}' "$failed" 2>/dev/null | tail -n 3 | ${blot} >&2
  ${lastLines('"$failed"')}
  return 1
}
`;
