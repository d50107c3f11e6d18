import { queryScript } from "../../components/monitor/asked";
import { heartbeat } from "../../components/monitor/rules";
import { npx } from "../../components/shared/npx";
import { type AlertFacts, parseAlerts } from "../alert/alerts";
import { askMonitor } from "../alert/ask";
import { findMonitor } from "../alert/find";
import { Failure } from "../shared/failure";
import type { AskPulumi } from "../shared/pulumi";
import type { Variables } from "../shared/surroundings";

/**
 * Of an environment whose monitor is at work, nothing is told that would wake anybody. An alert is told for some minutes
 * after its end.
 * @throws Failure where it is otherwise
 */
export async function refuseUnquiet(stack: string, ask: AskPulumi, variables: Variables): Promise<void> {
  const found = await findMonitor(stack, ask);
  const wrong = unquiet(parseAlerts(await askMonitor(found, queryScript, variables), found));
  if (wrong.length > 0)
    throw new Failure(
      `${found.name} of ${stack}: ${wrong.join("; ")}: nothing is promoted; more: ${npx(`homeport alert --stack ${stack}`)}`,
    );
}

/** What would wake somebody, and that nobody knows. */
export const unquiet = (alerts: readonly AlertFacts[]): string[] =>
  alerts.flatMap(({ name, weight, what }) => (weight === "page" || name === heartbeat ? [what] : []));
