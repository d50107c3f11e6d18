import { queryScript, testPatience, testScript } from "../../components/monitor/asked";
import { answerOn } from "../shared/engineCall";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { parseAlerts } from "./alerts";
import { type FoundMonitor, findMonitor } from "./find";
import { parseTest, renderAlerts, renderTest } from "./render";

/** What the command is asked for. */
interface Options {
  readonly stack?: string;
  readonly test: boolean;
  readonly json: boolean;
}

/** How long the engine may take beside, in seconds. */
const patience = 30;

/** Shows what alerts there are, or has a message sent. */
export async function run(
  { stack, test, json }: Options,
  { variables, out, terminal, now }: Surroundings,
): Promise<ExitCode> {
  terminal.progress("asking Pulumi …");
  const found = await findMonitor(stack, pulumiIn(variables));
  const inside = async (script: string, seconds: number) => {
    const command = ["docker", "exec", found.container, "sh", "-c", script] as const;
    return answerOn(found.engine, command, variables, seconds).catch((error: Error) => {
      throw new Failure(`${found.name} (host ${found.host}): ${error.message}`);
    });
  };
  if (test) {
    refuseNobody(found);
    terminal.progress("sending a message …");
    const outcome = parseTest(
      await inside(testScript(found.tells.length, found.deadMan, found.stack), testPatience + patience),
      found,
    );
    terminal.progress();
    out(json ? renderJson(outcome) : renderTest(outcome, found));
    return outcome.isWell ? exitCodes.done : exitCodes.amiss;
  }
  const alerts = parseAlerts(await inside(queryScript, patience));
  terminal.progress();
  out(json ? renderJson(alerts) : renderAlerts(alerts, found, now.getTime()));
  return alerts.length === 0 ? exitCodes.done : exitCodes.amiss;
}

function refuseNobody({ name, stack, tells }: FoundMonitor): void {
  if (tells.length === 0)
    throw new Failure(
      `${name} of ${stack} tells nobody; where somebody is to be told, say who in its "notify", and update`,
    );
}
