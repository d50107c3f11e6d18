import { stateTag } from "../../components/backups/layout";
import { runIn } from "../backups/ask";
import type { FoundBackups } from "../backups/find";
import { Failure } from "../shared/failure";
import type { Variables } from "../shared/surroundings";
import { isOnMachine } from "./sheet";

/** How long all repositories of a host may take, in seconds: the sheet is printed without their answer too. */
const patience = 90;

/** Says of each repository how many states it has, a line each. */
const script = `limit=30
for place in $places; do
  eval "shown=\\$shown_$place"
  echo "$(restic_$place snapshots --json --no-lock --tag ${stateTag} 2>/dev/null | jq length) $shown"
done`;

/**
 * Whether Pulumi's own state is in a repository that is not lost with its machine.
 * @returns undefined where none has it, and not each could be asked
 */
export async function isStateKept(
  found: readonly FoundBackups[],
  variables: Variables,
): Promise<boolean | undefined> {
  const all = (await Promise.all(found.map((one) => statesOf(one, variables)))).flat();
  if (all.some((states) => states !== undefined && states > 0)) return true;
  return all.includes(undefined) ? undefined : false;
}

/** How many states each repository has; undefined for those that do not say. */
async function statesOf(one: FoundBackups, variables: Variables): Promise<(number | undefined)[]> {
  try {
    const said = await runIn(one, script, variables, patience);
    return said
      .split("\n")
      .filter((line) => line !== "" && !isOnMachine(line.slice(line.indexOf(" ") + 1)))
      .map((line) => (/^\d/.test(line) ? Number.parseInt(line, 10) : undefined));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [undefined];
  }
}
