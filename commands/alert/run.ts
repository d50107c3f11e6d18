import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { type FoundMonitor, findMonitor } from "./find";
import { renderAlerts, renderTest } from "./render";
import { reportOf } from "./report";
import { tryOut } from "./trial";

/** What the command is asked for. */
interface Options {
  readonly stack?: string;
  readonly test: boolean;
  readonly json: boolean;
}

/** Shows what alerts there are, or has a message sent. */
export async function run(
  { stack, test, json }: Options,
  { variables, out, terminal, now }: Surroundings,
): Promise<ExitCode> {
  terminal.progress("asking Pulumi …");
  const found = await findMonitor(stack, pulumiIn(variables));
  if (test) {
    refuseNobody(found);
    terminal.progress("sending a message …");
    const outcome = await tryOut(found, variables);
    terminal.progress();
    out(json ? renderJson(outcome) : renderTest(outcome, found));
    return outcome.isWell ? exitCodes.done : exitCodes.amiss;
  }
  const report = await reportOf(found, variables, now);
  terminal.progress();
  out(json ? renderJson(report) : renderAlerts(report, found, now.getTime()));
  return report.alerts.length === 0 && report.unknown.length === 0 ? exitCodes.done : exitCodes.amiss;
}

function refuseNobody({ name, stack, tells }: FoundMonitor): void {
  if (tells.length === 0)
    throw new Failure(
      `${name} of ${stack} tells nobody; where somebody is to be told, say who in its "notify", and update`,
    );
}
