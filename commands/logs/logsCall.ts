import type { FoundContainer } from "../find/unit";
import { type Call, callOn } from "../shared/engineCall";
import type { Variables } from "../shared/surroundings";

/** What is to be seen of a container's logs. */
export interface LogWishes {
  readonly follow?: boolean;
  readonly since?: string;
  /** @default 200 lines, and all of them since a time */
  readonly tail?: number;
  readonly timestamps?: boolean;
}

const usualLines = 200;

/** How the logs of a container are asked for. */
export function logsCall({ id, engine }: FoundContainer, wishes: LogWishes, variables: Variables): Call {
  const { follow, since, tail = since === undefined ? usualLines : undefined, timestamps } = wishes;
  const words = [
    ...(follow ? ["--follow"] : []),
    ...(timestamps ? ["--timestamps"] : []),
    ...(since === undefined ? [] : ["--since", since]),
    ...(tail === undefined ? [] : ["--tail", String(tail)]),
    id,
  ];
  if (!follow) return callOn(engine, ["docker", "logs", ...words], variables);
  return callOn(engine, ["sh", "-c", untilEndOfInput, "sh", ...words], variables);
}

/**
 * Goes on until its input ends, as it does where the connection is cut: an engine's own command would go on there, until
 * the container says something.
 */
const untilEndOfInput = `exec 3<&0
docker logs "$@" </dev/null 3<&- &
logs=$!
{ cat <&3; kill $logs; } >/dev/null 2>&1 &
wait $logs`;
