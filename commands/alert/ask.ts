import { answerOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import type { FoundMonitor } from "./find";

/** How long an engine may take, in seconds. */
export const patience = 30;

/** Beside which of its programs a monitor is asked, and how long that may take. */
interface Asking {
  /** @default alertmanager */
  readonly of?: "prometheus";
  readonly seconds?: number;
}

/**
 * Runs a script beside a monitor's Alertmanager, or beside its Prometheus.
 * @throws Failure where it cannot be asked.
 */
export const askMonitor = (
  { name, host, container, prometheus, engine }: FoundMonitor,
  script: string,
  variables: Variables,
  { of, seconds = patience }: Asking = {},
): Promise<string> =>
  answerOn(
    engine,
    ["docker", "exec", of ? prometheus : container, "sh", "-c", script],
    variables,
    seconds,
  ).catch((error: Error) => {
    throw new Failure(`${name} (host ${host}): ${error.message}`);
  });
