import type { FoundContainer } from "../find/unit";
import { type Call, callOn } from "../shared/engineCall";
import type { Variables } from "../shared/surroundings";

/** What is to be seen of a container's logs. */
export interface LogWishes {
  readonly follow?: boolean;
  readonly since?: string;
  /** @default 200 lines, and all of them since a time or with something to look for */
  readonly tail?: number;
  /** What a line has to match. @default every line is shown */
  readonly grep?: RegExp;
}

const usualLines = 200;

/** How the logs of a container are asked for, each line with its time. */
export function logsCall({ id, engine }: FoundContainer, wishes: LogWishes, variables: Variables): Call {
  const { follow, since, grep, tail = since === undefined && !grep ? usualLines : undefined } = wishes;
  const words = [
    ...(follow ? ["--follow"] : []),
    "--timestamps",
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
