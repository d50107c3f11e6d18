import { runOn } from "../shared/engineCall";
import { inWords } from "../shared/engineContainer";
import type { Engine } from "../shared/state";
import type { Variables } from "../shared/surroundings";

/** Why an engine could not start a container, the last time, as where a directory is missing. @default it runs, or could */
export async function notStarted(
  { engine, container }: { readonly engine: Engine; readonly container: string },
  variables: Variables,
): Promise<string | undefined> {
  const format = "{{if not .State.Running}}{{.State.Error}}{{end}}";
  const asked = ["docker", "container", "inspect", "--format", format, container] as const;
  const { status, stdout } = await runOn(engine, asked, variables);
  return status === 0 && stdout.trim() !== "" ? `it cannot be started: ${inWords(stdout)}` : undefined;
}
