import { existsSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { stateFile, stateTag } from "../../components/backups/layout";
import { npx } from "../../components/shared/npx";
import { quote } from "../../components/shared/shell";
import { runIn } from "../backups/ask";
import { findBackups } from "../backups/find";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import { readDeployment } from "../shared/state";
import type { Surroundings } from "../shared/surroundings";
import { required } from "../shared/values";

/** What the command is asked for. */
export interface StateOptions {
  readonly to?: string;
  readonly stack?: string;
}

/** Brings the newest copy of Pulumi's own state to a file; it touches nothing else. */
export async function bringState(
  { to: named, stack }: StateOptions,
  { folder, variables, out, terminal }: Surroundings,
): Promise<ExitCode> {
  const to = resolve(folder, required(named, "--to", "a file on this machine", "state.json"));
  if (existsSync(to))
    throw new Failure(`--to: ${to} is there already; name what is not, as nothing is written over`);
  terminal.progress("asking the repositories …");
  const [backups] = await findBackups(undefined, stack, pulumiIn(variables));
  if (!backups) throw new Failure("nothing is backed up");
  const script = `limit=120
for place in $places; do
  restic_$place dump --quiet --host ${quote(backups.owner ?? "")} --tag ${stateTag} latest ${stateFile} 2>/dev/null && exit 0
done
echo "no repository has a state: ${npx("homeport backup --state")} keeps one" >&2
exit 1`;
  const exported = await runIn(backups, script, variables);
  readDeployment(exported);
  writeFileSync(to, exported, { mode: 0o600, flag: "wx" });
  terminal.progress();
  out(
    `${to}: the state of ${backups.stack}; ${npx(`pulumi stack import --stack ${backups.stack} --file ${to}`)}\n`,
  );
  return exitCodes.done;
}
