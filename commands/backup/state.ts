import { stateFile, stateTag } from "../../components/backups/layout";
import { quote } from "../../components/shared/shell";
import { runIn } from "../backups/ask";
import { type FoundBackups, findBackups } from "../backups/find";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { bytes } from "../status/render/units";

/** Writes what it reads into each repository, and says which took it. */
const keepScript = (owner: string): string => `limit=300
cat > $state/tmp/kept-$$
for place in $places; do
  eval "shown=\\$shown_$place"
  said=$(restic_$place backup --quiet --host ${quote(owner)} --tag homeport --tag ${stateTag} --stdin --stdin-filename ${stateFile} < $state/tmp/kept-$$ 2>&1 >/dev/null)
  echo "$? $shown $(echo "$said" | grep . | tail -n 1)"
done
rm -f $state/tmp/kept-$$`;

/** Keeps Pulumi's own state in all repositories of an environment; its secrets stay encrypted. */
export async function keepState(
  stack: string | undefined,
  { variables, out, terminal }: Surroundings,
): Promise<ExitCode> {
  terminal.progress("asking Pulumi …");
  const ask = pulumiIn(variables);
  const found = await findBackups(undefined, stack, ask);
  const [first] = found;
  const exported = await ask("stack", "export", "--stack", first?.stack ?? "");
  terminal.progress("asking the repositories …");
  const told = (await Promise.all(found.map((one) => keptAt(one, exported, variables)))).flat();
  terminal.progress();
  for (const { isKept, place } of told)
    out(
      `${isKept ? "kept" : "NOT KEPT"}  the state of ${first?.stack}, ${bytes(exported.length)}: ${place}\n`,
    );
  return told.every(({ isKept }) => isKept) ? exitCodes.done : exitCodes.amiss;
}

async function keptAt(
  backups: FoundBackups,
  exported: string,
  variables: Surroundings["variables"],
): Promise<{ readonly isKept: boolean; readonly place: string }[]> {
  const { owner = "", name, host } = backups;
  try {
    const said = await runIn(backups, keepScript(owner), variables, 900, exported);
    return said
      .split("\n")
      .filter(Boolean)
      .map((line) => ({ isKept: line.startsWith("0 "), place: line.slice(line.indexOf(" ") + 1).trim() }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [{ isKept: false, place: `${name} on host ${host}: ${error.message}` }];
  }
}
