import { commandLine, pollFunction } from "../../components/shared/shell";
import { succeedOn } from "../shared/engineCall";
import type { Variables } from "../shared/surroundings";
import type { HostLook } from "../sleep/environment";

/** How long containers may take until they do their work, in seconds. */
const patience = 600;

interface Check {
  readonly Test?: readonly string[] | null;
}

/**
 * Waits until containers say that they are healthy, each by its own question: the engine asks it once a minute or so, and
 * others wait for the answer. One without a question is taken at its word.
 */
export async function awaitHealth(
  host: HostLook,
  names: readonly string[],
  variables: Variables,
  seconds = patience,
): Promise<void> {
  const format = "{{json .Config.Healthcheck}}";
  const told = await succeedOn(
    host,
    ["docker", "container", "inspect", "--format", format, ...names],
    variables,
  );
  const checks = told
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Check | null);
  const asked = names.flatMap((name, at) => {
    const command = commandOf(checks[at]?.Test ?? []);
    return command ? [{ name, command }] : [];
  });
  if (asked.length > 0)
    await succeedOn(host, ["sh", "-c", renderWait(asked, seconds)], variables, asked.length * seconds + 60);
}

/** The words of a health check, or undefined where there is none. */
function commandOf([kind, ...words]: readonly string[]): readonly string[] | undefined {
  if (kind === "CMD") return words;
  return kind === "CMD-SHELL" ? ["sh", "-c", ...words] : undefined;
}

const renderWait = (
  asked: readonly { readonly name: string; readonly command: readonly string[] }[],
  seconds: number,
): string =>
  `${pollFunction}
${asked
  .map(
    ({ name, command }) =>
      `poll ${seconds} ${commandLine("docker", "exec", name, ...command)} || { echo "${name} is not healthy after ${seconds} s" >&2; exit 1; }`,
  )
  .join("\n")}`;
