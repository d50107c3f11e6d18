import { answerOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { FoundMonitor } from "./find";

/** How long an engine may take, in seconds. */
export const patience = 30;

/**
 * Runs a script beside a monitor's Alertmanager.
 * @throws Failure where it cannot be asked.
 */
export const askMonitor = (
  { name, host, container, engine }: FoundMonitor,
  script: string,
  variables: Variables,
  seconds = patience,
): Promise<string> =>
  answerOn(engine, ["docker", "exec", container, "sh", "-c", script], variables, seconds).catch(
    (error: Error) => {
      throw new Failure(`${name} (host ${host}): ${error.message}`);
    },
  );
