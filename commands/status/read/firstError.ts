import type { LastUpdate } from "../../shared/history";
import { parseJson } from "../../shared/json";
import type { AskPulumi } from "../../shared/pulumi";

/** A log that Pulumi's command line keeps by itself, encrypted like the state, on the machine that it ran on. */
interface Log {
  readonly path: string;
  readonly timestamp: string;
  readonly stack?: string;
}

/** Longer ones are whole scripts. */
const mostLetters = 300;

/**
 * What went wrong first in a failed update: a history has only that it failed.
 * @returns nothing where another machine made it, or where Pulumi keeps no such log
 */
export async function firstErrorOf(
  ask: AskPulumi,
  project: string,
  stack: string,
  { ended }: Pick<LastUpdate, "ended">,
): Promise<string | undefined> {
  try {
    const logs = parseJson(await ask("logs", "list", "--output", "json")) as readonly Log[] | undefined;
    const [newest] = (logs ?? [])
      .filter((one) => one.stack?.endsWith(`/${project}/${stack}`) && one.timestamp <= ended)
      .sort((a, b) => (a.timestamp < b.timestamp ? 1 : -1));
    return newest && parseFirstError(await ask("logs", "decrypt", newest.path));
  } catch {
    return undefined;
  }
}

/** Reads what a log says was shown to whoever waited: of all errors the first, of that the line that says why. */
export function parseFirstError(text: string): string | undefined {
  const errors = text.split("\n").flatMap((line) => {
    const { msg } = (parseJson(line) ?? {}) as { msg?: unknown };
    const [, said] = /^eventSink::Error\((.*)\)$/s.exec(typeof msg === "string" ? msg : "") ?? [];
    return said === undefined ? [] : [lineOf(said)];
  });
  return errors.find((one) => one !== "" && one !== "update failed");
}

/** Without colours. What a command was is no answer; what it wrote is. */
function lineOf(said: string): string {
  const plain = said.replace(/<\{%[^%]*%\}>/g, "");
  const wrote = plain.replace(/^exit status \d+: running "(?:[^"\\]|\\.)*":\n/s, "");
  const line =
    wrote
      .split("\n")
      .map((one) => one.trim())
      .find(Boolean) ?? "";
  return line.length > mostLetters ? `${line.slice(0, mostLetters)}…` : line;
}
