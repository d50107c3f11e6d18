import type { DeclaredHost } from "../shared/declared/facts";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { projectIn } from "../shared/project";
import { type AskPulumi, pulumiIn } from "../shared/pulumi";
import { readDeployment } from "../shared/state";
import type { Surroundings } from "../shared/surroundings";
import { choose } from "./choose";
import { remove } from "./engine";
import { type Gathered, gather } from "./gather";
import { checkOptions, type Options } from "./options";
import { type Recorded, type RecordedObject, recordedIn } from "./recorded";
import { renderFound, renderRemoval } from "./told";

/** Shows what is left, or removes what was named. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  checkOptions(options);
  const { folder, variables, out, terminal } = surroundings;
  const { environment } = options;
  const ask = pulumiIn(variables);
  const project = options.project ?? projectIn(folder);
  terminal.progress("asking Pulumi and the hosts …");
  const own = options.stack === undefined ? nothing : await stateOf(options.stack, ask);
  // What a stack has by now under a former name of this one is its own, and tells its hosts where that is all there is.
  const namesake = environment === undefined ? nothing : await ifThere(environment, ask);
  const stack = options.stack ?? environment ?? "";
  const hosts = hostsOf(options.stack === undefined ? namesake : own, options.host);
  const known = [...own.objects, ...namesake.objects];
  const environments = environment === undefined ? environmentsOf(own, stack) : [environment];
  const gathered = await gather(hosts, known, { project, environments }, variables);
  terminal.progress();
  if (options.clear || options.remove.length > 0) return takeAway(options, gathered, known, surroundings);

  const { left, unseen } = gathered;
  const { pending } = own;
  const found = { of: environments.join(", "), stack, left, pending, unseen };
  out(options.json ? renderJson({ left, pending, unseen }) : renderFound(found));
  if (unseen.length > 0) return exitCodes.unusable;
  return left.length + pending.length > 0 ? exitCodes.amiss : exitCodes.done;
}

async function takeAway(
  options: Options,
  { left, engines, unseen }: Gathered,
  known: readonly RecordedObject[],
  { out, variables }: Surroundings,
): Promise<ExitCode> {
  const chosen = choose(options, left, new Set(known.map(({ name }) => name)));
  if (chosen.length === 0) out("There is nothing to remove.\n");
  if (!options.yes) out(renderRemoval(chosen, false));
  for (const one of options.yes ? chosen : []) {
    const engine = engines.get(one.host);
    const refused = engine && (await remove(engine, one, variables));
    if (refused !== undefined) throw new Failure(`host ${one.host}: ${one.kind} ${one.name}: ${refused}`);
    out(renderRemoval([one], true));
  }
  if (unseen.length > 0) throw new Failure(unseen.join("\n"));
  return options.yes || chosen.length === 0 ? exitCodes.done : exitCodes.amiss;
}

const nothing: Recorded = { hosts: [], objects: [], environments: [], pending: [] };

const stateOf = async (stack: string, ask: AskPulumi): Promise<Recorded> =>
  recordedIn(readDeployment(await ask("stack", "export", "--stack", stack)));

async function ifThere(stack: string, ask: AskPulumi): Promise<Recorded> {
  try {
    return await stateOf(stack, ask);
  } catch (error) {
    if (/no stack named/.test((error as Error).message)) return nothing;
    throw error;
  }
}

const environmentsOf = ({ environments }: Recorded, stack: string): readonly string[] =>
  environments.length > 0 ? environments : [stack];

/** A deployment that is gone has no hosts in its state: then it is the engine that "docker" uses. */
function hostsOf({ hosts }: Recorded, wanted: string | undefined): readonly DeclaredHost[] {
  if (wanted === undefined)
    return hosts.length > 0 ? hosts : [{ name: "here", engine: { endpoint: "", sshOptions: [] } }];
  const found = hosts.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  const names = hosts.map(({ name }) => name).join(", ") || "none";
  throw new Failure(`--host: the stack has no host ${JSON.stringify(wanted)}; hosts in its state: ${names}`);
}
