import { queryScript } from "../../components/monitor/asked";
import { heartbeat } from "../../components/monitor/rules";
import { npx } from "../../components/shared/npx";
import { parseAlerts } from "../alert/alerts";
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
  const wrong = unquiet(await askMonitor(found, queryScript, variables));
  if (wrong.length > 0)
    throw new Failure(
      `${found.name} of ${stack}: ${wrong.join("; ")}: nothing is promoted; more: ${npx(`homeport alert --stack ${stack}`)}`,
    );
}

/** @param said what Alertmanager tells, as JSON */
export function unquiet(said: string): string[] {
  const beats = (JSON.parse(said) as { labels: Record<string, string> }[]).some(
    ({ labels }) => labels.alertname === heartbeat,
  );
  const pages = parseAlerts(said).filter(({ weight }) => weight === "page");
  return [...(beats ? [] : ["its heartbeat is missing"]), ...pages.map(({ what }) => what)];
}
