import { npx } from "../../components/shared/npx";
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
  found: FoundMonitor,
  script: string,
  variables: Variables,
  { of, seconds = patience }: Asking = {},
): Promise<string> =>
  answerOn(
    found.engine,
    ["docker", "exec", of ? found.prometheus : found.container, "sh", "-c", script],
    variables,
    seconds,
  ).catch((error: Error) => {
    const { name, stack, host } = found;
    const why = isAway(error.message)
      ? `its ${of ? "Prometheus" : "Alertmanager"} does not run; what helps: ${looked(found)}`
      : error.message;
    throw new Failure(`${name} of ${stack} (host ${host}): ${why}`);
  });

/** Whether an engine says that there is no program to ask: it names a container by its id alone. */
export const isAway = (said: string): boolean =>
  /no such container|container \S+ is (not running|paused|restarting)/i.test(said);

/** What says which parts of a monitor run. */
export const looked = ({ stack }: Pick<FoundMonitor, "stack">): string =>
  npx(`homeport status --stack ${stack}`);
