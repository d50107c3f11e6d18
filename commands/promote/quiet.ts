import { npx } from "../../components/shared/npx";
import { findMonitor } from "../alert/find";
import { reportOf, unquiet } from "../alert/report";
import { Failure } from "../shared/failure";
import type { AskPulumi } from "../shared/pulumi";
import type { Variables } from "../shared/surroundings";

/**
 * Of an environment whose monitor is at work and sees what it looks for, nothing is told that would wake anybody. An alert is told
 * for some minutes after its end.
 * @throws Failure where it is otherwise
 */
export async function refuseUnquiet(
  stack: string,
  ask: AskPulumi,
  variables: Variables,
  now: Date,
): Promise<void> {
  const found = await findMonitor(stack, ask);
  const wrong = unquiet(await reportOf(found, variables, now));
  if (wrong.length > 0)
    throw new Failure(
      `${found.name} of ${stack}: ${wrong.join("; ")}: nothing is promoted; more: ${npx(`homeport alert --stack ${stack}`)}`,
    );
}
