import { type FoundContainer, inWords } from "../find/unit";
import { streamProcess } from "../shared/streamed";
import type { Variables } from "../shared/surroundings";
import { type Line, lineOf } from "./lines";
import { type LogWishes, logsCall } from "./logsCall";

/** How long an engine may say nothing where nobody follows, in seconds. */
const patience = 120;

/** What went wrong with a container's log, in a line. */
export type Wrong = (problem: string) => void;

/**
 * Reads a container's log, a line at a time.
 * @param wrong is told once, at the end, where it could not be read
 * @param enough somebody has seen enough: that is no failure
 */
export async function* readLog(
  one: FoundContainer,
  wishes: LogWishes,
  variables: Variables,
  wrong: Wrong,
  enough?: AbortSignal,
): AsyncGenerator<Line> {
  const lines = streamProcess(
    logsCall(one, wishes, variables),
    wishes.follow ? { enough } : { seconds: patience },
  );
  let said = "";
  let next = await lines.next();
  for (; !next.done; next = await lines.next()) {
    const line = lineOf(next.value, one.name);
    if (!line) said = next.value.text || said;
    else if (wishes.grep?.test(line.text) ?? true) yield line;
  }
  const { status, reason } = next.value;
  if (status !== 0 && !enough?.aborted)
    wrong(`${one.name} (host ${one.host}): ${inWords(reason ?? (said.trim() || `status ${status}`))}`);
}
