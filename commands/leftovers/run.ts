import { projectName } from "../../components/settings/files";
import { SettingsError } from "../../components/settings/parse";
import { exitCodes, Failure } from "../preview/failure";
import { readDeployment } from "../promote/state";
import { choose } from "./choose";
import { remove } from "./engine";
import { type Gathered, gather } from "./gather";
import { type Options, readOptions, usage } from "./options";
import { type Recorded, type RecordedHost, type RecordedObject, recordedIn } from "./recorded";
import { renderFound, renderRemoval } from "./told";

/** Where the command reads and writes. */
export interface Surroundings {
  readonly words: readonly string[];
  /** The project's. */
  readonly folder: string;
  /** @throws Error in the words of `pulumi`. */
  readonly askPulumi: (...words: string[]) => string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
}

const somethingLeft = 1;

/** The command, from its arguments to its exit code. */
export function run(surroundings: Surroundings): number {
  const { words, out, err } = surroundings;
  try {
    const options = readOptions(words);
    if (options) return work(options, surroundings);
    out(`${usage}\n`);
    return exitCodes.done;
  } catch (error) {
    if (!(error instanceof Failure || error instanceof SettingsError)) throw error;
    err(`homeport-leftovers: ${error.message}\n`);
    return exitCodes.unusable;
  }
}

function work(options: Options, { folder, askPulumi, out }: Surroundings): number {
  const { environment } = options;
  const own = options.stack === undefined ? nothing : stateOf(options.stack, askPulumi);
  // What a stack has by now under a former name of this one is its own, and tells its hosts where that is all there is.
  const namesake = environment === undefined ? nothing : ifThere(environment, askPulumi);
  const stack = options.stack ?? environment ?? "";
  const hosts = hostsOf(options.stack === undefined ? namesake : own, options.host);
  const known = [...own.objects, ...namesake.objects];
  const environments = environment === undefined ? environmentsOf(own, stack) : [environment];
  const project = options.project ?? projectName(folder);
  const gathered = gather(hosts, known, { project, environments });
  if (options.clear || options.remove.length > 0) return takeAway(options, gathered, known, out);

  const { left, unseen } = gathered;
  const { pending } = own;
  const found = { of: environments.join(", "), stack, left, pending, unseen };
  out(options.json ? `${JSON.stringify({ left, pending, unseen }, null, 2)}\n` : renderFound(found));
  if (unseen.length > 0) return exitCodes.unusable;
  return left.length + pending.length > 0 ? somethingLeft : exitCodes.done;
}

function takeAway(
  options: Options,
  { left, engines, unseen }: Gathered,
  known: readonly RecordedObject[],
  out: (text: string) => void,
): number {
  const chosen = choose(options, left, new Set(known.map(({ name }) => name)));
  if (chosen.length === 0) out("There is nothing to remove.\n");
  if (!options.yes) out(renderRemoval(chosen, false));
  for (const one of options.yes ? chosen : []) {
    const engine = engines.get(one.host);
    const refused = engine && remove(engine, one);
    if (refused !== undefined) throw new Failure(`host ${one.host}: ${one.kind} ${one.name}: ${refused}`);
    out(renderRemoval([one], true));
  }
  if (unseen.length > 0) throw new Failure(unseen.join("\n"));
  return options.yes || chosen.length === 0 ? exitCodes.done : somethingLeft;
}

const nothing: Recorded = { hosts: [], objects: [], environments: [], pending: [] };

function stateOf(stack: string, askPulumi: Surroundings["askPulumi"]): Recorded {
  try {
    return recordedIn(readDeployment(askPulumi("stack", "export", "--stack", stack)));
  } catch (error) {
    throw new Failure((error as Error).message);
  }
}

function ifThere(stack: string, askPulumi: Surroundings["askPulumi"]): Recorded {
  try {
    return stateOf(stack, askPulumi);
  } catch (error) {
    if (/no stack named/.test((error as Error).message)) return nothing;
    throw error;
  }
}

const environmentsOf = ({ environments }: Recorded, stack: string): readonly string[] =>
  environments.length > 0 ? environments : [stack];

/** A deployment that is gone has no hosts in its state: then it is the engine that "docker" uses. */
function hostsOf({ hosts }: Recorded, wanted: string | undefined): readonly RecordedHost[] {
  if (wanted === undefined)
    return hosts.length > 0 ? hosts : [{ name: "here", engine: { endpoint: "", sshOptions: [] } }];
  const found = hosts.filter(({ name }) => name === wanted);
  if (found.length > 0) return found;
  const names = hosts.map(({ name }) => name).join(", ") || "none";
  throw new Failure(`--host: the stack has no host ${JSON.stringify(wanted)}; hosts in its state: ${names}`);
}
